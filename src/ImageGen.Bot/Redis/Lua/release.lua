-- Puts a job, or a reply, back into its lane. A job that was asked to be cancelled is cancelled instead.
--
-- Uses: claims queue pictures ending
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] cache TTL   ARGV[5] outcome of the cancelled
-- ARGV[6]  id    ARGV[7] token   ARGV[8] delay   ARGV[9] attempts given back, 0 or 1
-- Returns  1, or 0 where the lease was lost
local id, token = ARGV[6], ARGV[7]
local job = held(id, token) or replying(id, token)
if not job then
  return 0
end
unlease(job.lane, id)
local running = job.state == PROCESSING
if running and job.cancel then
  conclude_unsettled(job, CANCELLED, cancelled)
else
  job.state, job.attempts = running and PENDING or job.state, job.attempts - ARGV[9]
  save(job)
  requeue(job, tonumber(ARGV[8]))
  if running then
    changed(id)
  end
end
return 1
