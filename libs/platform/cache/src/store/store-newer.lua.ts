/**
 * Stores an entry unless what is there is newer.
 *
 * Inputs: KEYS[1] the key; ARGV[1] the entry, `<40 digits>|<body>`; ARGV[2] its life in milliseconds.
 * Output: 1 when stored, 0 when what is there stays.
 * Invariants: the revision under a key never falls while the key lives; a floor never replaces a body of its own revision.
 */
export const STORE_NEWER = `
local known = redis.call('GETRANGE', KEYS[1], 0, 39)
local offered = string.sub(ARGV[1], 1, 40)
if known > offered then return 0 end
if known == offered and #ARGV[1] == 41 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
`
