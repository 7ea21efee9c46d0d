-- Forgets a finished job, and what the cache holds of it.
--
-- Uses: pictures
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] id   ARGV[3] tenant   ARGV[4...] the histories it is entered in
-- Returns  {job's fields..., position}, or {} where the tenant has no finished job of this id
local id = ARGV[2]
local job = load(id)
if not job or job.tenant ~= ARGV[3] or job.state <= PROCESSING then
  return {}
end
local last = view(id)
-- Searched from the end it is nearer to, for ids ascend with time: retention, which deletes most, takes the oldest.
for at = 4, #ARGV do
  local list = P .. HISTORY .. ARGV[at]
  local middle = call('LINDEX', list, math.floor(call('LLEN', list) / 2))
  call('LREM', list, middle and id < middle and -1 or 1, id)
end
for _, part in ipairs({ READY, DELAYED, LEASED }) do
  call('ZREM', P .. LANE .. job.lane .. part, id)
end
local leader, source, expires = picture(job.tenant, job.key)
if source == id then
  put_picture(job.tenant, job.key, leader, '', 0)
end
call('DEL', P .. JOB .. id)
last[#last + 1] = false
return last
