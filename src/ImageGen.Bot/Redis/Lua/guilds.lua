-- Lists the guilds that have a document.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now
-- Returns  {tenant...}
return call('SMEMBERS', P .. GUILDS)
