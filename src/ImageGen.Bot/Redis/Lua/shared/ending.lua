-- Shared: the one way of a job to its outcome. Needs ARGV[3], how long a finished job is kept, ARGV[4], how long its
-- pictures answer the same request, and ARGV[5], the outcome of a cancelled job.
local cache_ttl, cancelled = tonumber(ARGV[4]), ARGV[5]
-- A completed job outlives its retention where the cache still answers with it.
local kept = { [COMPLETED] = cache_ttl > tonumber(ARGV[3]) and ARGV[4] or ARGV[3] }
local FAILURES_KEPT = 200

-- Writes the outcome and enqueues the reply.
local function finish(job, state, outcome, cached)
  changed(job.id)
  if state == FAILED and call('LPUSH', P .. FAILURES, job.id) > 2 * FAILURES_KEPT then
    call('LTRIM', P .. FAILURES, 0, FAILURES_KEPT - 1)
  end
  job.state, job.finished, job.cached = state, now, cached or nil
  if job.reply then
    job.lane, job.rank, job.attempts, job.rescues = job.reply, rank_in(job.reply, job.tenant, job.step), 0, 0
    wait(job.lane, job.id, job.rank)
  end
  save(job, 'e', outcome, 't', job.unclaimed)
  call('PEXPIRE', P .. JOB .. job.id, kept[state] or ARGV[3])
end

local function end_followers(leader, state, outcome)
  local key = P .. FOLLOWERS .. leader.id
  for _, id in ipairs(call('ZRANGE', key, 0, -1)) do
    local follower = load(id)
    give_back(follower.claims, 'O')
    finish(follower, state, outcome, true)
    if state == COMPLETED then
      tally_cached(follower.tenant, follower.usage, outcome)
    end
  end
  call('DEL', key)
end

-- The outcome of a job over its limit: the claim and its name, which the client puts into words (RedisJob).
local function over_limit(job, at)
  local function line(text)
    for found in string.gmatch(text, '[^\n]*') do
      if found ~= '' then
        at = at - 1
        if at == 0 then
          return found
        end
      end
    end
  end
  local nth = at
  local claim = line(job.claims)
  at = nth
  return '!' .. claim .. '\n' .. line(call('HGET', P .. JOB .. job.id, 'q'))
end

-- The first follower whose claims fit takes the place of a cancelled leader, in its lane and at its rank. Returns its id,
-- or '' where none does.
local function promote(leader, lane, rank)
  local key = P .. FOLLOWERS .. leader.id
  local ids = call('ZRANGE', key, 0, -1)
  local heir
  local at = 0
  -- It goes on where the leader was, which may be dearer than where it asked to be drawn.
  local bound = string.match(call('HGET', P .. JOB .. leader.id, 'z') or leader.claims, 'C,(%d+),')
  while not heir and at < #ids do
    at = at + 1
    local follower = load(ids[at])
    follower.claims = bound and with_cost(follower.claims, bound) or follower.claims
    local short = reserve(follower.claims, 'IC')
    if short then
      give_back(follower.claims, 'O')
      finish(follower, FAILED, over_limit(follower, short), false)
    else
      heir = follower
      put_claims(heir, heir.claims)
    end
  end
  call('DEL', key)
  if not heir then
    return ''
  end

  for other = at + 1, #ids do
    call('ZADD', P .. FOLLOWERS .. heir.id, 0, ids[other])
    local follower = load(ids[other])
    follower.follows = heir.id
    save(follower)
  end
  -- What the leader drew the heir goes on with, but the leader paid for it, and its call to the provider is not the
  -- heir's. Quotes within JSON strings are escaped, so these are the fields.
  local progress = call('HGET', P .. JOB .. leader.id, 'p') or ''
  if progress ~= '' then
    local drawn = #(cjson.decode(progress).assets or {})
    progress = string.gsub(progress, '"callOpen":true', '"callOpen":false')
    progress = string.gsub(progress, '"inherited":%d+', '"inherited":' .. drawn)
    progress = string.gsub(progress, '"cost":{"micros":%d+}', '"cost":{"micros":0}')
    progress = string.gsub(progress, '"spent":{"micros":%d+}', '"spent":{"micros":0}')
    progress = string.gsub(progress, '"uncertainAttempts":%d+', '"uncertainAttempts":0')
  end
  heir.lane, heir.rank, heir.leads, heir.led, heir.follows = lane, rank, true, at < #ids or nil, nil
  save(heir, 'p', progress)
  changed(heir.id)
  wait(lane, heir.id, rank)
  return heir.id
end

-- Ends a job that follows nobody: claims settled, outcome written, cache (unless not to be) and followers seen to.
-- Returns the id of the follower that took its place, or ''.
local function conclude(job, state, outcome, images, cost, uncached)
  local lane, rank = job.lane, job.rank
  tally(job.tenant, job.usage, lane, 'i', settle(job.claims, images, cost))
  tally(job.tenant, job.usage, lane, 'c', cost)
  tally(job.tenant, job.usage, lane, 'r', state == FAILED and string.find(outcome, '"code":"refused"', 1, true) and 1 or 0)
  finish(job, state, outcome, false)
  local heir = ''
  if job.led then
    if state == CANCELLED then
      heir = promote(job, lane, rank)
    else
      end_followers(job, state, outcome)
    end
  end

  if state == COMPLETED and job.leads and not uncached then
    put_picture(job.tenant, job.key, '', job.id, now + cache_ttl)
  elseif state == COMPLETED and not uncached then
    put_picture(job.tenant, job.key, picture(job.tenant, job.key), job.id, now + cache_ttl)
  elseif job.leads then
    local _, source, expires = picture(job.tenant, job.key)
    put_picture(job.tenant, job.key, heir, source, expires)
  end
  return heir
end

-- Ends a job that no worker settles, because it waits or its workers died: what its checkpoints say was drawn and paid
-- is spent all the same, and a call nobody saw the end of counts as paid.
local function conclude_unsettled(job, state, outcome)
  local progress = call('HGET', P .. JOB .. job.id, 'p')
  local achieved = progress and progress ~= '' and cjson.decode(progress) or {}
  local cost = achieved.cost and achieved.cost.micros or 0
  if achieved.callOpen then
    local claimed = 0
    for kind, amount in string.gmatch(call('HGET', P .. JOB .. job.id, 'z') or job.claims, CLAIM) do
      claimed = math.max(claimed, kind == 'C' and tonumber(amount) or 0)
    end
    cost = math.max(cost, claimed)
  end
  return conclude(job, state, outcome, #(achieved.assets or {}) - (achieved.inherited or 0), cost)
end
