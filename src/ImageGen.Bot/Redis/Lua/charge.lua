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

-- Once the budget was overrun nothing is reserved: then the cost is spent on top, and reserved anew where that fits.
local dropped = call('HGET', P .. JOB .. id, 'z')
local claims = dropped or job.claims
local over, charged = false, 0
for kind, amount, limit, resets, counter in string.gmatch(claims, CLAIM) do
  if kind == 'C' then
    count(counter, resets, 's', tonumber(amount))
    charged = math.max(charged, tonumber(amount))
    if dropped then
      count(counter, resets, 'u', tonumber(amount))
    end
    over = count(counter, resets, 'u', tonumber(amount)) > tonumber(limit) or over
  end
end
tally(job.tenant, job.usage, job.lane, 'c', charged)
if over then
  give_back(claims, 'C')
  -- Claims of nothing: settling gives back nothing twice, and still spends.
  put_claims(job, with_cost(claims, 0))
  call('HSET', P .. JOB .. id, 'z', claims)
  return 3
elseif dropped then
  put_claims(job, claims)
  call('HDEL', P .. JOB .. id, 'z')
end
return job.cancel and 1 or 0
