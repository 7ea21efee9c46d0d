-- Moves a job to another lane, at a rank of its own there, if its budget stands what it can cost there. One that was
-- asked to be cancelled is cancelled instead.
--
-- Uses: claims queue pictures ending
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] cache TTL   ARGV[5] outcome of the cancelled
-- ARGV[6]  id    ARGV[7] token   ARGV[8] lane   ARGV[9] progress   ARGV[10] cost spent   ARGV[11] cost held from then on
-- ARGV[12] images drawn so far
-- Returns  LeaseStatus: 0 moved, 1 cancelled, 2 lost, 3 over budget: then nothing happened
local id, lane, spent = ARGV[6], ARGV[8], tonumber(ARGV[10])
local job = held(id, ARGV[7])
if not job then
  return 2
end
local claims = not job.cancel and exchange(job.claims, spent, tonumber(ARGV[11]))
if not job.cancel and not claims then
  return 3
end
unlease(job.lane, id)
call('HSET', P .. JOB .. id, 'p', ARGV[9])
if job.cancel then
  conclude(job, CANCELLED, cancelled, tonumber(ARGV[12]), spent)
else
  tally(job.tenant, job.usage, job.lane, 'c', spent)
  local rank = rank_in(lane, job.tenant, job.step)
  job.state, job.lane, job.rank, job.attempts = PENDING, lane, rank, 0
  save(job)
  put_claims(job, claims)
  call('HDEL', P .. JOB .. id, 'z')
  wait(lane, id, rank)
  changed(id)
end
return job.cancel and 1 or 0
