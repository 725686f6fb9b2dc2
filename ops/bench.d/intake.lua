-- Submissions by anonymous people: no two bodies are alike, and each names its category and its place, so that every
-- case is routed at once and writes the same rows.
local places = {
    "莲都区紫金街道花园路", "莲都区白云街道", "青田县鹤城街道", "青田县温溪镇", "缙云县五云街道",
    "缙云县壶镇镇", "遂昌县妙高街道", "松阳县西屏街道", "云和县浮云街道", "庆元县松源街道", "龙泉市龙渊街道",
}
local thread_count = 0

function setup(thread)
    thread:set("id", thread_count)
    thread_count = thread_count + 1
end

function init(args)
    serial = 0
    round = args[1] or "0"
    headers = { ["Content-Type"] = "application/json" }
end

function request()
    serial = serial + 1
    local place = places[serial % #places + 1]
    local body = string.format(
        '{"kind":"complaint","title":"路灯不亮已有多日 %s-%d-%d","body":"%s%d号门前的路灯坏了%d天，夜里老人和孩子走路看不清台阶，'
            .. '前天晚上有人在这里摔倒。我们打过物业的电话，物业说不归他们管，请有关部门尽快派人来修，并告诉我们什么时候能修好。'
            .. '编号%s-%d-%d。","category":"030501","location":{"address":"丽水市%s%d号"},'
            .. '"requester":{"name":"诉求人%d","phone":"139%d%07d"}}',
        round, id, serial, place, serial % 500, serial % 40 + 2, round, id, serial, place, serial % 500, serial, id % 10, serial)
    return wrk.format("POST", "/v1/cases", headers, body)
end

function done(summary, latency, requests)
    local bad = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.status + summary.errors.timeout
    io.write(string.format("RESULT %.1f %.2f %.2f %d %d\n",
        summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad, summary.requests))
end
