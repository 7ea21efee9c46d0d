-- Lists jobs, newest first; those that are gone are left out.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] history   ARGV[3] entries to look at   ARGV[4] most jobs
-- Returns  {{job's fields..., position}...}
local jobs, most = {}, tonumber(ARGV[4])
for _, id in ipairs(call('LRANGE', P .. HISTORY .. ARGV[2], 0, ARGV[3] - 1)) do
  if #jobs == most then
    break
  end
  local job = view(id)
  if job[1] then
    job[#job + 1] = job[4] == PENDING and call('ZRANK', P .. LANE .. job[5] .. READY, id)
    jobs[#jobs + 1] = job
  end
end
return jobs
