-- Lists jobs of all tenants for the operator; those that are gone are left out.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] 'failed', 'waiting' or 'running'   ARGV[3] most jobs, of each lane where there are lanes
-- ARGV[4...] lanes
-- Returns  {{job's fields..., position}...}
local jobs, last = {}, tonumber(ARGV[3]) - 1

local function add(ids, most, wanted)
  for _, id in ipairs(ids) do
    local job = #jobs < most and view(id)
    if job and job[4] == wanted then
      job[#job + 1] = wanted == PENDING and call('ZRANK', P .. LANE .. job[5] .. READY, id)
      jobs[#jobs + 1] = job
    end
  end
end

if ARGV[2] == 'failed' then
  add(call('LRANGE', P .. FAILURES, 0, -1), last + 1, FAILED)
end
for at = 4, #ARGV do
  local lane, most = P .. LANE .. ARGV[at], #jobs + last + 1
  if ARGV[2] == 'waiting' then
    add(call('ZRANGE', lane .. READY, 0, last), most, PENDING)
    add(call('ZRANGE', lane .. DELAYED, 0, last), most, PENDING)
  else
    add(call('ZRANGE', lane .. LEASED, 0, last), most, PROCESSING)
  end
end
return jobs
