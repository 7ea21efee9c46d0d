-- Counts an attempt whose outcome cannot be known as paid, and reserves the cost anew.
--
-- Uses: claims
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] id   ARGV[4] token   ARGV[5] progress
-- Returns  LeaseStatus: 0 held, 1 cancel requested, 2 lost, 3 over budget: then the reservation is given up
local id = ARGV[3]
local job = held(id, ARGV[4])
if not job then
  return 2
end
call('HSET', P .. JOB .. id, 'p', ARGV[5])
changed(id)

local over = false
for kind, amount, limit, resets, counter in string.gmatch(job.claims, CLAIM) do
  if kind == 'C' then
    count(counter, resets, 's', tonumber(amount))
    over = count(counter, resets, 'u', tonumber(amount)) > tonumber(limit) or over
  end
end
if over then
  give_back(job.claims, 'C')
  -- Claims of nothing: settling gives back nothing twice, and still spends.
  local terms = call('HGET', P .. JOB .. id, 't')
  local others = string.sub(terms, 1, #terms - #job.claims)
  call('HSET', P .. JOB .. id, 't', others .. (string.gsub(job.claims, 'C,%d+,', 'C,0,')))
  return 3
end
return job.cancel and 1 or 0
