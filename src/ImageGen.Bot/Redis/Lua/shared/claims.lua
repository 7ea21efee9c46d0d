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

-- Adds to sums that are counted at the end, by key and then by what is summed.
local function add(sums, key, what, amount)
  sums[key] = sums[key] or {}
  sums[key][what] = (sums[key][what] or 0) + amount
end

local spending = {}
local function spend(counter, resets, amount)
  if amount > 0 then
    add(spending, counter, resets, amount)
  end
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
  call('HSET', P .. JOB .. job.id, 't', job.unclaimed .. claims)
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
      spend(counter, resets, spent)
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

-- What was used on a date: a hash of "p:provider:what" and "u:user:what", what being i(mages), c(ost), r(efused),
-- h(its of the cache) or v, what those saved. Nobody asks where a job's usage is empty.
local USAGE_TTL = 400 * 24 * 60 * 60 * 1000
local used = {}
local function tally(tenant, usage, provider, what, amount)
  local day, user = string.match(usage, '^(%S+) (.*)$')
  if day and amount > 0 then
    local key = P .. USAGE .. tenant .. ':' .. day
    add(used, key, 'p:' .. provider .. ':' .. what, amount)
    add(used, key, 'u:' .. user .. ':' .. what, amount)
  end
end

finally(function()
  for counter, sums in pairs(spending) do
    for resets, amount in pairs(sums) do
      count(counter, resets, 's', amount)
    end
  end
  for key, sums in pairs(used) do
    for field, amount in pairs(sums) do
      if call('HINCRBY', key, field, amount) == amount then
        call('PEXPIRE', key, USAGE_TTL)
      end
    end
  end
end)

-- A job answered with the pictures of another. Quotes within JSON strings are escaped, so these are the fields.
local function tally_cached(tenant, usage, outcome)
  local provider = string.match(outcome, '"provider":"([^"]*)"') or ''
  tally(tenant, usage, provider, 'h', 1)
  tally(tenant, usage, provider, 'v', tonumber(string.match(outcome, '"cost":{"micros":(%d+)}') or 0))
end

-- Settles claims for good: spends what was drawn and paid, gives back the rest. Returns how many pictures were spent.
local function settle(claims, images, cost)
  local drawn = 0
  for kind, amount, _, resets, counter in string.gmatch(claims, CLAIM) do
    amount = tonumber(amount)
    local spent = kind == 'I' and math.min(amount, images) or kind == 'C' and cost or 0
    drawn = kind == 'I' and spent or drawn
    spend(counter, resets, spent)
    if spent > amount then
      count(counter, resets, 'u', spent - amount)
    elseif spent < amount then
      give(counter, amount - spent)
    end
  end
  return drawn
end
