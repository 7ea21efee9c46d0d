-- Ends a reply: delivered, or given up for good.
--
-- Uses: queue
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] id   ARGV[3] token
-- Returns  1, or 0 where the lease was lost
local job = replying(ARGV[2], ARGV[3])
return job and unlease(job.lane, job.id) and 1 or 0
