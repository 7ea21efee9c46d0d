-- Reads a job.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] id
-- Returns  {job's fields..., position before it in its lane}, or {}
local job = view(ARGV[2])
if not job then
  return {}
end
job[#job + 1] = job[4] == PENDING and call('ZRANK', P .. LANE .. job[5] .. READY, ARGV[2])
return job
