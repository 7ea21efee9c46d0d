-- Notes where the chat platform finds the message that shows a job. Wakes nobody.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] id   ARGV[3] tenant   ARGV[4] message
-- Returns  1, or 0 where the tenant has no such job
local job = load(ARGV[2])
if not job or job.tenant ~= ARGV[3] then
  return 0
end
call('HSET', P .. JOB .. job.id, 'w', ARGV[4])
return 1
