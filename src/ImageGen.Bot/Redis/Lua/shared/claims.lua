-- Shared: claims on counters. Needs ARGV[2], how many milliseconds a counter outlives its period.
--
-- A claim is a line "kind,amount,limit,resets,counter": kind I(mages), C(ost) or O(pen), resets in milliseconds or 0.
-- A counter is a hash of u, used (reserved and spent), and s, spent: so reserving is one HINCRBY whose answer is what
-- the limit bounds, and spending what was reserved is another.
local CLAIM = '(%u),(%d+),(%-?%d+),(%d+),([^\n]+)'
local grace = tonumber(ARGV[2])

-- Counts, and has a counter that begins expire after its period.
local function count(counter, resets, field, amount)
  local key = P .. COUNTER .. counter
  local sum = call('HINCRBY', key, field, amount)
  if sum == amount and resets ~= '0' then
    call('PEXPIRE', key, string.format('%.0f', resets + grace - now))
  end
  return sum
end

-- Counters at zero go: those of open jobs have no period, and there is one a user. One below zero has expired already.
local function give(counter, amount)
  local key = P .. COUNTER .. counter
  if call('HINCRBY', key, 'u', -amount) <= 0 then
    call('DEL', key)
  end
end

-- Gives back the claims of these kinds; only the first so many where most is given.
local function give_back(claims, kinds, most)
  for kind, amount, _, _, counter in string.gmatch(claims, CLAIM) do
    if most == 0 then
      return
    end
    most = most and most - 1
    if amount ~= '0' and string.find(kinds, kind, 1, true) then
      give(counter, amount)
    end
  end
end

-- Reserves the claims of these kinds, or nothing: then returns the number of the first that does not fit.
local function reserve(claims, kinds)
  local at = 0
  for kind, amount, limit, resets, counter in string.gmatch(claims, CLAIM) do
    at = at + 1
    if string.find(kinds, kind, 1, true) and count(counter, resets, 'u', tonumber(amount)) > tonumber(limit) then
      give_back(claims, kinds, at)
      return at
    end
  end
end

-- The claims with another amount of cost.
local function with_cost(claims, amount)
  return (string.gsub(claims, 'C,%d+,', 'C,' .. string.format('%.0f', amount) .. ','))
end

-- Writes a job's claims, which are the last of its terms.
local function put_claims(job, claims)
  local terms = call('HGET', P .. JOB .. job.id, 't')
  call('HSET', P .. JOB .. job.id, 't', string.sub(terms, 1, #terms - #job.claims) .. claims)
end

-- Spends some of the cost, and has its claims hold another amount from then on. Returns the claims as they are now, or
-- nil where they do not fit: then nothing changed.
local function exchange(claims, spent, amount)
  for kind, held, limit, _, counter in string.gmatch(claims, CLAIM) do
    local used = kind == 'C' and tonumber(call('HGET', P .. COUNTER .. counter, 'u') or 0) - held + spent + amount
    if used and used > tonumber(limit) then
      return nil
    end
  end
  for kind, held, _, resets, counter in string.gmatch(claims, CLAIM) do
    if kind == 'C' then
      if spent > 0 then
        count(counter, resets, 's', spent)
      end
      local more = spent + amount - held
      if more > 0 then
        count(counter, resets, 'u', more)
      elseif more < 0 then
        give(counter, -more)
      end
    end
  end
  return with_cost(claims, amount)
end

-- Settles claims for good: spends what was drawn and paid, gives back the rest.
local function settle(claims, images, cost)
  for kind, amount, _, resets, counter in string.gmatch(claims, CLAIM) do
    amount = tonumber(amount)
    local spent = kind == 'I' and math.min(amount, images) or kind == 'C' and cost or 0
    if spent > 0 then
      count(counter, resets, 's', spent)
    end
    if spent > amount then
      count(counter, resets, 'u', spent - amount)
    elseif spent < amount then
      give(counter, amount - spent)
    end
  end
end
