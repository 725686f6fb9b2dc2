-- GETs the paths of a file in turn; the threads begin at different places, so that no two connections ask the same at once
-- when the file has enough of them.
local thread_count = 0

function setup(thread)
    thread:set("id", thread_count)
    thread_count = thread_count + 1
end

function init(args)
    local headers = { ["Authorization"] = "Bearer " .. args[2] }
    asked = {}
    for path in io.lines(args[1]) do
        asked[#asked + 1] = wrk.format("GET", path, headers)
    end
    place = math.floor(id * #asked / 2)
end

function request()
    place = place % #asked + 1
    return asked[place]
end

function done(summary, latency, requests)
    local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
    io.write(string.format("RESULT %.1f %.2f %.2f %d %d\n",
        summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad, summary.requests))
end
