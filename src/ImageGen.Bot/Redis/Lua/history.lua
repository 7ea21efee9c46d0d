-- Lists jobs, newest first; those that are gone are left out.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] entries to look at   ARGV[3] most jobs   ARGV[4...] the history's months, newest first
-- Returns  {{job's fields..., position}...}
local jobs, entries, most = {}, tonumber(ARGV[2]), tonumber(ARGV[3])
for at = 4, #ARGV do
  local ids = entries > 0 and #jobs < most and call('LRANGE', P .. HISTORY .. ARGV[at], 0, entries - 1) or {}
  entries = entries - #ids
  for _, id in ipairs(ids) do
    if #jobs == most then
      break
    end
    local job = view(id)
    if job then
      job[#job + 1] = job[4] == PENDING and call('ZRANK', P .. LANE .. job[5] .. READY, id)
      jobs[#jobs + 1] = job
    end
  end
end
return jobs
