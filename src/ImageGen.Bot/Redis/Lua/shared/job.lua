-- Shared: a job's hash, and the names every script uses. Comes first in every script, after the key names of RedisKeys.
--
-- KEYS[1] is the prefix of every key, and ARGV[1] the time in milliseconds, in all scripts.
--
-- Fields, few and short because every job has them and each costs memory and a look. Absent means none.
--   c core      what transitions decide by and change, packed: see save
--   t terms     lines: step (what it adds to its tenant's virtual finish time), tenant, prompt key, reply lane or nothing,
--               usage ("date user" or nothing), and until it has ended the claims (claims.lua)
--   o order     JSON, written once            p progress  JSON
--   e ending    JSON, or !claim (ending.lua)  w where the chat platform finds the message that shows it
--   q the claims' names, of followers
--   z claims as admitted, while the budget stands no further attempt and the terms reserve none of it
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

local PENDING, PROCESSING, COMPLETED, FAILED, CANCELLED = 0, 1, 2, 3, 4

-- Writes a job's core, and other fields with it:
--   state   lane, where it waits or runs   rank, in that lane   token, of its last lease   attempts   rescues
--   cancel, requested   leads: jobs with its key follow it, not a new drawing   led: somebody does   follows, whom
--   began, finished: milliseconds   cached: ended with the pictures of another job
local function save(job, ...)
  call('HSET', P .. JOB .. job.id, 'c', cmsgpack.pack(job.state, job.lane, job.rank, job.token, job.attempts, job.rescues,
    job.cancel, job.leads, job.led, job.follows, job.began, job.finished, job.cached), ...)
end

local function unpack_core(job, core)
  job.state, job.lane, job.rank, job.token, job.attempts, job.rescues, job.cancel, job.leads, job.led, job.follows,
    job.began, job.finished, job.cached = cmsgpack.unpack(core)
  return job
end

-- A job by its terms. Looking for line ends is several times as fast as a pattern.
local function parse(id, terms)
  local lines, from = {}, 1
  for at = 1, 5 do
    local to = string.find(terms, '\n', from, true)
    lines[at] = string.sub(terms, from, to - 1)
    from = to + 1
  end
  return {
    id = id, step = tonumber(lines[1]), tenant = lines[2], key = lines[3], reply = lines[4] ~= '' and lines[4],
    usage = lines[5], claims = string.sub(terms, from), unclaimed = string.sub(terms, 1, from - 1),
  }
end

-- What transitions decide by, and the values of other fields; nil where there is no such job.
local function load(id, ...)
  local f = call('HMGET', P .. JOB .. id, 'c', 't', ...)
  if f[1] then
    return unpack_core(parse(id, f[2]), f[1]), unpack(f, 3)
  end
end

-- What the client makes an ImageJob of, in the order RedisJob reads it.
local function shown(job, order, progress, ending, message)
  return { order, progress, ending, job.state, job.lane, job.attempts or 0, job.rescues or 0, job.cancel and 1 or false,
    job.began or false, job.finished or false, job.cached and 1 or false, message }
end

-- That of a job whose terms do not matter; nil where there is no such job.
local function view(id)
  local f = call('HMGET', P .. JOB .. id, 'o', 'p', 'e', 'w', 'c')
  if f[5] then
    return shown(unpack_core({}, f[5]), f[1], f[2], f[3], f[4])
  end
end

-- The job if this lease is the present one on the job itself. Releasing and rescuing leave the state, leasing anew
-- leaves the token, so no look at the lane's leases is needed.
local function held(id, token)
  local job = load(id)
  return job and job.state == PROCESSING and job.token == tonumber(token) and job
end

-- The job if this lease is the present one on its reply: then only the lane knows.
local function replying(id, token)
  local job = load(id)
  return job and job.state > PROCESSING and job.token == tonumber(token) and call('ZSCORE', P .. LANE .. job.lane .. LEASED, id) and job
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
