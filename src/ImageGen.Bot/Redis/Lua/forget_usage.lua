-- Takes a user's name from what a tenant used on some dates; the sums count on for nobody.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] tenant   ARGV[3] user   ARGV[4...] dates
for at = 4, #ARGV do
  local key = P .. USAGE .. ARGV[2] .. ':' .. ARGV[at]
  for _, what in ipairs({ 'i', 'c', 'r', 'h', 'v' }) do
    local field = 'u:' .. ARGV[3] .. ':' .. what
    local sum = call('HGET', key, field)
    if sum then
      call('HDEL', key, field)
      call('HINCRBY', key, 'u::' .. what, sum)
    end
  end
end
