-- Reads a secret.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] key
-- Returns  its value, or nil
-- Uses: secrets
return secret(ARGV[2])
