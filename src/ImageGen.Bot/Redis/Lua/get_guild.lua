-- Reads a guild's document, unless the caller has it.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] tenant   ARGV[3] known revision, or -1
-- Returns  {revision} where it is the known one, else {revision, document or ''}
local name = P .. GUILD .. ARGV[2]
local revision = call('HGET', name, 'r') or '0'
if revision == ARGV[3] then
  return { revision }
end
return { revision, call('HGET', name, 'd') or '' }
