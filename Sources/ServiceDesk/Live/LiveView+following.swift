import Casework
import Database
import Logging
import Synchronization
import WorkingTime

extension LiveView {
    func follow(_ clock: @Sendable () -> Instant) async {
        var isFailing = false
        for await _ in knocks {
            if Task.isCancelled { return }
            do {
                try await recheck(at: clock())
                if try await mustRead() {
                    let foundAnything = try await readOn(at: clock())
                    if foundAnything { try? await Task.sleep(for: limits.pace) }
                }
                isFailing = false
            } catch {
                // The server stops: nobody watches any more.
                if Task.isCancelled { return }
                // Once for each outage: it is tried again soon.
                if !isFailing { logger.warning("changes not followed for the moment", metadata: ["error": "\(error)"]) }
                isFailing = true
            }
        }
    }

    /// Ends the streams of those whose token ended, or whose roles or department are no longer those they came with.
    private func recheck(at now: Instant) async throws {
        let watchers = state.withLock { state in
            defer { state.mustRecheck = false }
            return state.mustRecheck ? state.audiences.values.flatMap(\.watchers.values) + Array(state.joining.values) : []
        }
        guard !watchers.isEmpty else { return }
        do {
            let tokens = Set(watchers.map(\.token))
            let known = try await AccountStore.find(digests: Array(tokens), at: now, in: database)
            // Who came meanwhile was not asked about.
            endAll { watcher in tokens.contains(watcher.token) && known[watcher.token] != watcher.staff }
        } catch {
            state.withLock { $0.mustRecheck = true }
            throw error
        }
    }

    /// When due instants are to be looked at, somebody waits for an answer, or there is something new.
    private func mustRead() async throws -> Bool {
        let (asked, isWatched, position) = state.withLock { state in
            defer { state.mustRead = false }
            return (state.mustRead || !state.joining.isEmpty, !state.audiences.isEmpty, state.position)
        }
        guard !asked, let position else { return true }
        return if isWatched { try await ChangeLog.hasNews(since: position, in: database) } else { false }
    }

    /// Reads what happened since the last reading and tells it to all; those who join are told what they missed.
    /// - Returns: whether there was anything.
    private func readOn(at now: Instant) async throws -> Bool {
        let (joining, audiences, position) = state.withLock { (Array($0.joining.values), $0.audiences, $0.position) }
        guard !joining.isEmpty || !audiences.isEmpty else {
            let end = LivePosition(try await ChangeLog.end(in: database).snapshot, now)
            state.withLock { $0.position = end }
            return false
        }
        // Nobody has watched until now: nobody has missed anything.
        let live = audiences.isEmpty ? nil : position
        var since = Set(joining.compactMap(\.since))
        if let live { since.insert(live) }
        let needs = needs(of: joining.map(\.question) + audiences.keys)
        var tooOld: Set<LivePosition> = []
        while true {
            switch try await LiveWindow.read(since: since.subtracting(tooOld), needs, at: now, from: database) {
            case .window(let window):
                // Who was sent away in what is told here is told no more of it.
                if window.tellsOfAccounts {
                    state.withLock { $0.mustRecheck = true }
                    try await recheck(at: now)
                }
                return deliver(window, live: live, tooOld: tooOld, to: joining)
            case .tooOld(let positions):
                // One who comes from long ago costs the others nothing.
                let strangers = positions.filter { $0 != live }
                tooOld.formUnion(strangers.isEmpty ? positions : strangers)
            }
        }
    }

    private func needs(of questions: [LiveQuestion]) -> LiveWindow.Needs {
        var needs = LiveWindow.Needs()
        for question in questions {
            switch question {
            case .overdue: needs.clocks = true
            case .queue(let queue): if queue.handler == QueueFilter.Handler.none { needs.tokens = true }
            }
        }
        return needs
    }

    private func deliver(_ window: LiveWindow, live: LivePosition?, tooOld: Set<LivePosition>, to joining: [Watcher]) -> Bool {
        let end = window.position
        var missed: [LivePosition: LiveChanges] = [:]
        for position in Set(joining.compactMap(\.since)).subtracting(tooOld) {
            missed[position] = LiveChanges(since: position, returning: true, in: window)
        }
        // Nil where it cannot be told.
        let happened = live.flatMap { tooOld.contains($0) ? nil : LiveChanges(since: $0, returning: false, in: window) }
        let (slow, lost) = state.withLock { state in
            var (slow, lost): ([Watcher], [Watcher]) = ([], [])
            if let live {
                for (question, audience) in state.audiences {
                    if let happened {
                        let events = happened.isEmpty ? [] : happened.events(for: question)
                        if !events.isEmpty { slow += audience.send(.events(events, since: audience.mark(live), end: audience.mark(end))) }
                    } else {
                        slow += audience.send(.reset)
                        lost += audience.watchers.values
                    }
                }
            }
            for watcher in joining where state.joining.removeValue(forKey: watcher.id) != nil {
                state.audiences[watcher.question, default: Audience(digest: watcher.digest, render: watcher.render)].watchers[watcher.id] =
                    watcher
                if !welcome(watcher, missed, end: end) { slow.append(watcher) }
                if watcher.mark != nil, watcher.since.flatMap({ missed[$0] }) == nil { lost.append(watcher) }
            }
            state.position = end
            return (slow, lost)
        }
        cutOff(slow)
        for watcher in lost { watcher.pieces.finish() }
        return !joining.isEmpty || happened?.isEmpty == false
    }

    private func welcome(_ watcher: Watcher, _ changes: [LivePosition: LiveChanges], end: LivePosition) -> Bool {
        let now = watcher.mark(end)
        guard let mark = watcher.mark else { return watcher.send(watcher.render(.start(now))) }
        guard let since = watcher.since, let missed = changes[since] else { return watcher.send(watcher.render(.reset)) }
        let events = missed.events(for: watcher.question)
        // From here on the id is that of this server: first the position, then what was missed.
        return watcher.send(watcher.render(.start(mark)))
            && watcher.send(watcher.render(events.isEmpty ? .quiet(now) : .events(events, since: mark, end: now)))
    }

    /// A sign of life.
    func beat() {
        let slow = state.withLock { state -> [Watcher] in
            guard let position = state.position else { return [] }
            return state.audiences.values.flatMap { $0.send(.quiet($0.mark(position))) }
        }
        cutOff(slow)
    }

    /// Outside the lock, which the end of a stream takes.
    private func cutOff(_ watchers: [Watcher]) {
        for watcher in watchers {
            watcher.pieces.finish()
            watcher.cutOff()
        }
    }
}
