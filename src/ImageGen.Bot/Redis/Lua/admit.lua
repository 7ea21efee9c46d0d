-- Admits jobs, each: delivery seen before, picture cached, same picture being drawn, within its limits, in this order.
--
-- Uses: batch claims queue pictures
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] how long a delivery is recognised
-- ARGV[5]  how long a history is kept
-- ARGV[6...] each job: id, order, terms (shared/job.lua), delivery with its tenant or '', lane, what to do where the
--          picture is known ('draw' it anew, 'reply' through the reply lane as well, or ''), the claims' names (a line
--          each), and the four histories it is entered in
-- Returns  for each job {0, how many come before it} queued, {1} following, {2, outcome} cached, {3, job's fields..., position}
--          repeated, {4, number of the claim, used, spent} over a limit: then nothing was written

-- Each list is of one month and kept as long from its first entry as the last one it can get must be, so it expires
-- without being touched again. Readers do not look beyond their limit; whoever deletes goes through all of it, but for
-- the first list, which is of everybody and only for looking at: it is trimmed now and then.
local EVERYBODY = 1000
local histories, everybody = {}, nil
local function remember(id, ...)
  everybody = ...
  for _, history in ipairs({ ... }) do
    histories[history] = histories[history] or {}
    table.insert(histories[history], id)
  end
end

finally(function()
  for history, ids in pairs(histories) do
    local list = P .. HISTORY .. history
    local length = call('LPUSH', list, unpack(ids))
    if length == #ids then
      call('PEXPIRE', list, ARGV[5])
    elseif history == everybody and length >= EVERYBODY + 100 then
      call('LTRIM', list, 0, EVERYBODY - 1)
    end
  end
end)

-- Positions are told when all have joined. Fields with names are not sent.
local function positioned(answer, lane, id)
  answer.lane, answer.id = lane, id
  return answer
end

local until_seen = string.format('%.0f', now + ARGV[4])

local function admit(id, order, terms, delivery, lane, known, names, ...)
  local job = parse(id, terms)
  local tenant, key, claims = job.tenant, job.key, job.claims
  job.state, job.lane = PENDING, lane
  delivery = delivery ~= '' and P .. DELIVERY .. delivery

  -- The commonest case is a delivery nobody saw, so it is taken first and given up again where a limit is overrun.
  local taken = until_seen .. ' ' .. id
  if delivery and not call('SET', delivery, taken, 'NX', 'PX', ARGV[4]) then
    local expires, first = string.match(call('GET', delivery), '^(%d+) (%w+)$')
    local earlier = tonumber(expires) > now and view(first)
    if earlier then
      table.insert(earlier, 1, 3)
      return positioned(earlier, earlier[5] == PENDING and earlier[6], first)
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

  local fresh = known == 'draw'
  local slot = P .. PICTURE .. key .. ':' .. tenant
  local leads = call('SETNX', slot, id .. '||0') == 1
  local leader, source, expires = '', '', 0
  if not leads then
    leader, source, expires = picture(tenant, key)
    if not fresh and source ~= '' and expires > now then
      local pictures = view(source)
      if pictures and pictures[4] == COMPLETED then
        job.state, job.finished, job.cached = COMPLETED, now, true
        if known == 'reply' then
          job.lane, job.rank = job.reply, rank_in(job.reply, tenant, job.step)
          wait(job.lane, id, job.rank)
        end
        save(job, 'o', order, 't', job.unclaimed, 'e', pictures[3])
        call('PEXPIRE', P .. JOB .. id, ARGV[3])
        remember(id, ...)
        tally_cached(tenant, job.usage, pictures[3])
        return { 2, pictures[3] }
      end
    end

    if not fresh and leader ~= '' then
      local short = reserve(claims, 'O')
      if short then
        return over_limit(short)
      end
      local other = load(leader)
      other.led = true
      save(other)
      call('ZADD', P .. FOLLOWERS .. leader, 0, id)
      job.follows = leader
      save(job, 'o', order, 't', terms, 'q', names)
      remember(id, ...)
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

  job.rank, job.leads = rank_in(lane, tenant, job.step), leads or nil
  save(job, 'o', order, 't', terms)
  remember(id, ...)
  wait(lane, id, job.rank)
  return positioned({ 0 }, lane, id)
end

local answers = each(6, 11, admit)
finally(function()
  for _, answer in ipairs(answers) do
    if answer.id then
      answer[#answer + 1] = answer.lane and call('ZRANK', P .. LANE .. answer.lane .. READY, answer.id)
    end
  end
end)
return answers
