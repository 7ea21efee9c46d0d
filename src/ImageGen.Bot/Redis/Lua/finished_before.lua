-- Lists finished jobs admitted before then, oldest first; ids of jobs that are gone are dropped on the way.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] before, as the beginning of an id   ARGV[3] most jobs   ARGV[4...] the tenant's months, oldest first
-- Returns  {{job's fields..., position}...}
local MOST_LOOKS = 1000
local jobs, most, looks = {}, tonumber(ARGV[3]), 0
for at = 4, #ARGV do
  local list = P .. HISTORY .. ARGV[at]
  local back = -1
  while #jobs < most and looks < MOST_LOOKS do
    looks = looks + 1
    local id = call('LINDEX', list, back)
    if not id or id >= ARGV[2] then
      break
    end
    local job = view(id)
    if not job then
      call('LREM', list, -1, id)
    else
      if job[4] > PROCESSING then
        job[#job + 1] = false
        jobs[#jobs + 1] = job
      end
      back = back - 1
    end
  end
end
return jobs
