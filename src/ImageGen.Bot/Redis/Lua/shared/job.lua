-- Shared: a job's hash, and the names every script uses. Comes first in every script, after the key names of RedisKeys.
--
-- KEYS[1] is the prefix of every key, and ARGV[1] the time in milliseconds, in all scripts.
--
-- Fields, short because every job has them. Absent means no, none or 0.
--   o order     JSON, written once            s state     0 pending 1 processing 2 completed 3 failed 4 cancelled
--   p progress  JSON                          l lane      where it waits or runs
--   e ending    JSON, or !claim (ending.lua)  r rank      in that lane
--   t terms     lines, in one field because every field costs: step (what it adds to its tenant's virtual finish time),
--               tenant, prompt key, reply lane or nothing, usage ("date user" or nothing), and until it has ended the
--               claims (claims.lua)
--   n token     a attempts     g rescues      x cancel requested     q the claims' names, of followers
--   z claims as admitted, while the budget stands no further attempt and the terms reserve none of it
--   b begun, f finished: milliseconds         h ended with the pictures of another job
--   w where the chat platform finds the message that shows it
--   i leads: other jobs with its key follow it, not a new drawing   m somebody follows it   d the job it follows
local P, now = KEYS[1], tonumber(ARGV[1])
local call = redis.call

-- Writes that wait until the transition is made, where one command then does for many jobs what each would need one for.
-- They come in the order in which they were put off.
local put_off = {}
local function finally(write)
  put_off[#put_off + 1] = write
end

-- Lua hands a command no more than some thousand arguments. Even, so that pairs stay together.
local MOST_ARGUMENTS = 1000
local function in_pieces(command, key, arguments)
  local answer = 0
  for at = 1, #arguments, MOST_ARGUMENTS do
    answer = answer + call(command, key, unpack(arguments, at, math.min(at + MOST_ARGUMENTS - 1, #arguments)))
  end
  return answer
end

local PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = '0', '1', '2', '3', '4'

-- What the client makes an ImageJob of, in the order RedisJob reads it, and then any fields more.
local function view(id, ...)
  return call('HMGET', P .. JOB .. id, 'o', 'p', 'e', 's', 'l', 'a', 'g', 'x', 'b', 'f', 'h', 'w', ...)
end

-- A job's terms: tenant, prompt key, step, reply lane or '', claims, usage or ''. Looking for line ends is several times
-- as fast as a pattern.
local function parse(terms)
  local lines, from = {}, 1
  for at = 1, 5 do
    local to = string.find(terms, '\n', from, true)
    lines[at] = string.sub(terms, from, to - 1)
    from = to + 1
  end
  return lines[2], lines[3], tonumber(lines[1]), lines[4], string.sub(terms, from), lines[5]
end

local function step_of(terms)
  return tonumber(string.match(terms, '^%d+'))
end

-- What transitions decide by; nil where there is no such job.
local function load(id)
  local f = call('HMGET', P .. JOB .. id,
    's', 't', 'n', 'l', 'r', 'a', 'g', 'x', 'i', 'm', 'd')
  if not f[1] then
    return nil
  end
  local tenant, key, step, reply, claims, usage = parse(f[2])
  return {
    id = id, unclaimed = string.sub(f[2], 1, #f[2] - #claims), state = f[1], token = f[3], lane = f[4], rank = f[5], attempts = tonumber(f[6] or 0),
    rescues = tonumber(f[7] or 0), cancel = f[8], leads = f[9], led = f[10], follows = f[11],
    tenant = tenant, key = key, step = step, reply = reply ~= '' and reply, claims = claims, usage = usage,
  }
end

-- The job if this lease is the present one on the job itself. Releasing and rescuing leave the state, leasing anew
-- leaves the token, so no look at the lane's leases is needed.
local function held(id, token)
  local job = load(id)
  return job and job.state == PROCESSING and job.token == token and job
end

-- The job if this lease is the present one on its reply: then only the lane knows.
local function replying(id, token)
  local job = load(id)
  return job and job.state > PROCESSING and job.token == token and call('ZSCORE', P .. LANE .. job.lane .. LEASED, id) and job
end

-- Tells the watchers of jobs.
local touched = {}
local function changed(id)
  touched[#touched + 1] = id
end

finally(function()
  if #touched > 0 then
    call('PUBLISH', P .. CHANGES, table.concat(touched))
  end
end)
