-- Admits a job: delivery seen before, picture cached, same picture being drawn, within its limits, in this order.
--
-- Uses: claims queue pictures
-- KEYS[1]  prefix of every key
-- ARGV[1]  now      ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] how long the delivery is recognised
-- ARGV[5]  id       ARGV[6] order               ARGV[7] terms (shared/job.lua)
-- ARGV[8]  delivery with its tenant, or ''       ARGV[9] lane
-- ARGV[10] what to do where the picture is known: 'draw' it anew, 'reply' through the reply lane as well, or ''
-- ARGV[11] the claims' names, a line each       ARGV[12] how long a history is kept
-- ARGV[13...] the histories it is entered in
-- Returns  {0, position} queued, {1} following, {2, outcome} cached, {3, job's fields..., position} repeated,
--          {4, number of the claim, used, spent} over a limit: then nothing was written
local id, terms, lane = ARGV[5], ARGV[7], ARGV[9]
local tenant, key, step, reply, claims, usage = parse(terms)
local delivery = ARGV[8] ~= '' and P .. DELIVERY .. ARGV[8]
local name = P .. JOB .. id

-- The commonest case is a delivery nobody saw, so it is taken first and given up again where a limit is overrun.
local taken = string.format('%.0f', now + ARGV[4]) .. ' ' .. id
if delivery and not call('SET', delivery, taken, 'NX', 'PX', ARGV[4]) then
  local expires, first = string.match(call('GET', delivery), '^(%d+) (%w+)$')
  local job = tonumber(expires) > now and view(first)
  if job and job[1] then
    table.insert(job, 1, 3)
    job[#job + 1] = job[5] == PENDING and call('ZRANK', P .. LANE .. job[6] .. READY, first)
    return job
  end
  call('SET', delivery, taken, 'PX', ARGV[4])
end

local function over_limit(at)
  if delivery then
    call('DEL', delivery)
  end
  local index = 0
  for _, _, _, _, counter in string.gmatch(claims, CLAIM) do
    index = index + 1
    if index == at then
      local state = call('HMGET', P .. COUNTER .. counter, 'u', 's')
      return { 4, at, tonumber(state[1] or 0), tonumber(state[2] or 0) }
    end
  end
end

-- Each list is of one month and kept as long from its first entry as the last one it can get must be, so it expires
-- without being touched again. Readers do not look beyond their limit; whoever deletes goes through all of it, but for
-- the first list, which is of everybody and only for looking at: it is trimmed now and then.
local EVERYBODY = 1000
local function remember()
  for at = 13, #ARGV do
    local list = P .. HISTORY .. ARGV[at]
    local length = call('LPUSH', list, id)
    if length == 1 then
      call('PEXPIRE', list, ARGV[12])
    elseif at == 13 and length >= EVERYBODY + 100 then
      call('LTRIM', list, 0, EVERYBODY - 1)
    end
  end
end

local fresh = ARGV[10] == 'draw'
local slot = P .. PICTURE .. key .. ':' .. tenant
local leads = call('SETNX', slot, id .. '||0') == 1
local leader, source, expires = '', '', 0
if not leads then
  leader, source, expires = picture(tenant, key)
  if not fresh and source ~= '' and expires > now then
    local outcome = call('HMGET', P .. JOB .. source, 's', 'e')
    if outcome[1] == COMPLETED then
      call('HSET', name, 'o', ARGV[6], 't', terms, 'l', lane, 's', COMPLETED,
        'e', outcome[2], 'f', now, 'h', '1')
      call('PEXPIRE', name, ARGV[3])
      remember()
      tally_cached(tenant, usage, outcome[2])
      if ARGV[10] == 'reply' then
        local rank = rank_in(reply, tenant, step)
        call('HSET', name, 'l', reply, 'r', rank)
        wait(reply, id, rank)
      end
      return { 2, outcome[2] }
    end
  end

  if not fresh and leader ~= '' then
    local short = reserve(claims, 'O')
    if short then
      return over_limit(short)
    end
    call('HSET', P .. JOB .. leader, 'm', '1')
    call('ZADD', P .. FOLLOWERS .. leader, 0, id)
    call('HSET', name, 'o', ARGV[6], 's', PENDING, 't', terms, 'l', lane, 'd', leader, 'q', ARGV[11])
    remember()
    return { 1 }
  end
end

local short = reserve(claims, 'ICO')
if short then
  if leads then
    call('DEL', slot)
  end
  return over_limit(short)
end

if not leads and leader == '' then
  leads = true
  put_picture(tenant, key, id, source, expires)
end

local rank = rank_in(lane, tenant, step)
if leads then
  call('HSET', name, 'o', ARGV[6], 's', PENDING, 't', terms, 'l', lane, 'r', rank, 'i', '1')
else
  call('HSET', name, 'o', ARGV[6], 's', PENDING, 't', terms, 'l', lane, 'r', rank)
end
remember()

local ready = P .. LANE .. lane .. READY
call('ZADD', ready, rank, id)
local before = call('ZRANK', ready, id)
if before < SHORT then
  hint(lane)
end
return { 0, before + 1 }
