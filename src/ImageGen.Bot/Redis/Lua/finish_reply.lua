-- Ends a reply: delivered, or given up for good. Notes the message that shows the job, where there is one.
--
-- Uses: queue
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] id   ARGV[3] token   ARGV[4] message, or ''
-- Returns  1, or 0 where the lease was lost
local job = replying(ARGV[2], ARGV[3])
if not job then
  return 0
end
unlease(job.lane, job.id)
if ARGV[4] ~= '' then
  call('HSET', P .. JOB .. job.id, 'w', ARGV[4])
end
return 1
