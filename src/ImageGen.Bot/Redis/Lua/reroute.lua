-- Moves a job to another lane, at a rank of its own there. One that was asked to be cancelled is cancelled instead.
--
-- Uses: claims queue pictures ending
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] cache TTL   ARGV[5] outcome of the cancelled
-- ARGV[6]  id    ARGV[7] token   ARGV[8] lane   ARGV[9] progress
-- Returns  1, or 0 where the lease was lost
local id, lane = ARGV[6], ARGV[8]
local job = held(id, ARGV[7])
if not job then
  return 0
end
unlease(job.lane, id)
call('HSET', P .. JOB .. id, 'p', ARGV[9])
if job.cancel then
  conclude_unsettled(job, CANCELLED, cancelled)
else
  local rank = rank_in(lane, job.tenant, job.step)
  call('HSET', P .. JOB .. id, 's', PENDING, 'l', lane, 'r', rank, 'a', '0')
  wait(lane, id, rank)
  touched[1] = id
end
publish()
return 1
