// The steps of the vault in Redis, each atomic. Keys below the prefix, which is ARGV[1]:
// text:<ref>:<version>   the sealed row, gone by itself when its time is over (PXAT)
// row:<ref>              JSON of all versions of a ref: version, order, kept at, expires at, recheck at, month, channel, author, thread
// order, expiry          sorted sets of <ref>:<version>, by arrival and by the end of its time
// due:<channel>          sorted set of <ref>:<version>, by when its source is asked again
// author:<ref> thread:<ref> channel:<id>   sets of refs of posts
// months                 rows of each month's key; origins, seq, deleted (see redis-rewrite.ts)
// All but the text stays until the sweep: refs, times and the ids of channels.
import { redisScript } from './redis-script.ts'

// Deleting must go on when memory is full, hence the flag.
const prelude = `#!lua flags=allow-oom
local p = ARGV[1]
local VERSION, ORDER, KEPT, EXPIRES, RECHECK, MONTH, CHANNEL, AUTHOR, THREAD = 1, 2, 3, 4, 5, 6, 7, 8, 9
local function rowsOf(ref)
  local text = redis.call('GET', p .. 'row:' .. ref)
  return text and cjson.decode(text) or {}
end
local function save(ref, rows)
  if #rows == 0 then redis.call('DEL', p .. 'row:' .. ref)
  else redis.call('SET', p .. 'row:' .. ref, cjson.encode(rows)) end
end
local function find(rows, version)
  for _, row in ipairs(rows) do if row[VERSION] == version then return row end end
end
local sets = {[CHANNEL] = 'channel:', [AUTHOR] = 'author:', [THREAD] = 'thread:'}
local function drop(ref, fits)
  local left, gone = {}, {}
  for _, row in ipairs(rowsOf(ref)) do
    if fits(row) then gone[#gone + 1] = row else left[#left + 1] = row end
  end
  for _, row in ipairs(gone) do
    local member = ref .. ':' .. row[VERSION]
    redis.call('DEL', p .. 'text:' .. member)
    redis.call('ZREM', p .. 'order', member)
    redis.call('ZREM', p .. 'expiry', member)
    redis.call('ZREM', p .. 'due:' .. row[CHANNEL], member)
    if redis.call('HINCRBY', p .. 'months', row[MONTH], -1) <= 0 then redis.call('HDEL', p .. 'months', row[MONTH]) end
    for field, set in pairs(sets) do
      local stays = row[field] == ''
      for _, other in ipairs(left) do stays = stays or other[field] == row[field] end
      if not stays then redis.call('SREM', p .. set .. row[field], ref) end
    end
  end
  if #gone > 0 then
    save(ref, left)
    redis.call('INCRBY', p .. 'deleted', #gone)
  end
  return #gone
end
`
// A row must not be half kept when memory is full: this one is refused from its start.
const putting = prelude.replace(' flags=allow-oom', '')

/** A month and origins (JSON, of all rows), then per row 10 arguments: ref, version, channel, author, thread, kept at, expires at, text goes at, recheck at, sealed. Answers 1 kept, 0 already. */
export const putRows = redisScript(`${putting}
local month, answers, kept = ARGV[2], {}, 0
local order = redis.call('INCRBY', p .. 'seq', (#ARGV - 3) / 10)
for _, origin in ipairs(cjson.decode(ARGV[3])) do redis.call('SADD', p .. 'origins', origin) end
for i = 4, #ARGV, 10 do
  local ref, version, channel, author, thread = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
  local at, expires, goes, recheck, sealed = ARGV[i + 5], ARGV[i + 6], ARGV[i + 7], ARGV[i + 8], ARGV[i + 9]
  local rows = rowsOf(ref)
  if find(rows, version) then answers[#answers + 1] = 0
  else
    local member = ref .. ':' .. version
    local place = string.format('%.0f', order - (#ARGV + 1 - i) / 10 + 1)
    redis.call('SET', p .. 'text:' .. member, sealed, 'PXAT', goes)
    rows[#rows + 1] = {version, place, at, expires, recheck, month, channel, author, thread}
    save(ref, rows)
    redis.call('ZADD', p .. 'order', place, member)
    redis.call('ZADD', p .. 'expiry', expires, member)
    if recheck ~= '' then redis.call('ZADD', p .. 'due:' .. channel, recheck, member) end
    redis.call('SADD', p .. 'channel:' .. channel, ref)
    if author ~= '' then redis.call('SADD', p .. 'author:' .. author, ref) end
    if thread ~= '' then redis.call('SADD', p .. 'thread:' .. thread, ref) end
    kept = kept + 1
    answers[#answers + 1] = 1
  end
end
if kept > 0 then redis.call('HINCRBY', p .. 'months', month, kept) end
return answers`)

/** Now, then refs. Answers for each: version, month, sealed of the newest that is there; nothing where none is. */
export const newestRows = redisScript(`${prelude}
local answers = {}
for i = 3, #ARGV do
  local rows = rowsOf(ARGV[i])
  table.sort(rows, function(a, b) return tonumber(a[VERSION]) > tonumber(b[VERSION]) end)
  local answer = {}
  for _, row in ipairs(rows) do
    if tonumber(row[EXPIRES]) > tonumber(ARGV[2]) and #answer == 0 then
      local sealed = redis.call('GET', p .. 'text:' .. ARGV[i] .. ':' .. row[VERSION])
      if sealed then answer = {row[VERSION], row[MONTH], sealed} end
    end
  end
  answers[#answers + 1] = answer
end
return answers`)

/** A sorted set, from, to, limit, and "text" where the sealed rows are wanted. Answers the number of entries, the last score, and for each: ref, version, kept at, expires at, month, sealed or '', order, channel, author, thread, recheck at. */
export const listRows = redisScript(`${prelude}
local entries = redis.call('ZRANGEBYSCORE', p .. ARGV[2], ARGV[3], ARGV[4], 'WITHSCORES', 'LIMIT', 0, ARGV[5])
local answers = {}
for i = 1, #entries, 2 do
  local ref, version = string.sub(entries[i], 1, 32), string.sub(entries[i], 34)
  local row = find(rowsOf(ref), version)
  if row then
    local sealed = ARGV[6] == 'text' and redis.call('GET', p .. 'text:' .. entries[i])
    answers[#answers + 1] = {ref, version, row[KEPT], row[EXPIRES], row[MONTH], sealed or '', row[ORDER], row[CHANNEL], row[AUTHOR], row[THREAD], row[RECHECK]}
  end
end
return {#entries / 2, entries[#entries] or '', answers}`)

/** "all", "older" or "exactly", then ref and version of each. Answers how many deletions there were ever. */
export const removeRows = redisScript(`${prelude}
for i = 3, #ARGV, 2 do
  local version = tonumber(ARGV[i + 1])
  drop(ARGV[i], function(row)
    return ARGV[2] == 'all' or (ARGV[2] == 'older' and tonumber(row[VERSION]) < version) or tonumber(row[VERSION]) == version and ARGV[2] == 'exactly'
  end)
end
return tonumber(redis.call('GET', p .. 'deleted') or '0')`)

/** Now and a limit. Answers how many rows went. */
export const removeExpired = redisScript(`${prelude}
local members = redis.call('ZRANGEBYSCORE', p .. 'expiry', '-inf', ARGV[2], 'LIMIT', 0, ARGV[3])
for _, member in ipairs(members) do
  local version = string.sub(member, 34)
  local gone = drop(string.sub(member, 1, 32), function(row) return row[VERSION] == version end)
  if gone == 0 then redis.call('ZREM', p .. 'expiry', member) end
end
return #members`)

/** Per row 5 arguments: ref, version, expires at, text goes at, recheck at. */
export const recheckedRows = redisScript(`${prelude}
for i = 2, #ARGV, 5 do
  local ref, version, recheck = ARGV[i], ARGV[i + 1], ARGV[i + 4]
  local rows = rowsOf(ref)
  local row = find(rows, version)
  if row then
    local member = ref .. ':' .. version
    row[EXPIRES], row[RECHECK] = ARGV[i + 2], recheck
    redis.call('PEXPIREAT', p .. 'text:' .. member, ARGV[i + 3])
    redis.call('ZADD', p .. 'expiry', row[EXPIRES], member)
    if recheck == '' then redis.call('ZREM', p .. 'due:' .. row[CHANNEL], member)
    else redis.call('ZADD', p .. 'due:' .. row[CHANNEL], recheck, member) end
    save(ref, rows)
  end
end
return 0`)

/** Now. Answers for each channel with rows to be asked about: channel, how many, how many overdue, when the first was due. */
export const countDue = redisScript(`${prelude}
local answers, seen = {}, {}
for _, origin in ipairs(redis.call('SMEMBERS', p .. 'origins')) do
  local channel = cjson.decode(origin)[1]
  local key = p .. 'due:' .. channel
  local watched = redis.call('ZCARD', key)
  if watched > 0 and not seen[channel] then
    seen[channel] = true
    local first = redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]
    answers[#answers + 1] = {channel, watched, redis.call('ZCOUNT', key, '-inf', ARGV[2]), first}
  end
end
return answers`)

/** Deletes or replaces a secret: name, and what is sealed or ''. Answers nothing of use. */
export const keepSecret = redisScript(`${prelude}
local before = redis.call('HEXISTS', p .. 'secrets', ARGV[2])
if ARGV[3] == '' then redis.call('HDEL', p .. 'secrets', ARGV[2])
else redis.call('HSET', p .. 'secrets', ARGV[2], ARGV[3]) end
if before == 1 then redis.call('INCR', p .. 'deleted') end
return 0`)

export const scripts = [putRows, newestRows, listRows, removeRows, removeExpired, recheckedRows, countDue, keepSecret]
