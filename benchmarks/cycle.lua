-- Sends the requests of a file in turn, and prints what wrk measured as one line of JSON.
-- A line: method, path, body and headers, tabs between. A body's @N@ becomes another number each
-- time, counted from the second argument, so that no two are the same.
local requests, marked, place, number = {}, {}, 0, 0

local function split(line)
  local parts = {}
  for part in (line .. "\t"):gmatch("([^\t]*)\t") do
    parts[#parts + 1] = part
  end
  return parts
end

function init(args)
  number = tonumber(args[2])
  for line in io.lines(args[1]) do
    local parts, headers = split(line), {}
    for index = 4, #parts do
      local name, value = parts[index]:match("^(.-): (.*)$")
      headers[name] = value
    end
    local body = parts[3] ~= "" and parts[3] or nil
    if body and body:find("@N@", 1, true) then
      marked[#requests + 1] = { parts[1], parts[2], headers, body }
    end
    requests[#requests + 1] = wrk.format(parts[1], parts[2], headers, body)
  end
end

function request()
  place = place % #requests + 1
  local parts = marked[place]
  if not parts then
    return requests[place]
  end
  number = number + 1
  local body = parts[4]:gsub("@N@", string.format("%d", number))
  return wrk.format(parts[1], parts[2], parts[3], body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"microseconds":%d,"bytes":%d,"p50":%d,"p99":%d,"failed":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
