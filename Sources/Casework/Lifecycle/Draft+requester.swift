import WorkingTime

/// What requesters do to their own case.
extension Draft {
    mutating func supplement(_ text: String, reopening: Bool) throws(Refusal) {
        if next.state.isEnded {
            guard reopening else { throw .reopeningNotAsked }
            try next.permitReopening(at: now, under: jurisdiction)
            // Once, as the settings say: whoever comes again speaks to a supervisor.
            if let most = next.setting("requester_reopenings", at: now, under: jurisdiction), Double(next.reopenings) >= most {
                throw .reopeningsUsed(times: Int(most))
            }
            say(.supplemented, text)
            try reopen(nil)
            return
        }
        change()
        say(.supplemented, text)
        // What the matter waited for is there, and its time runs: nobody has to notice that first.
        switch next.suspension?.ground {
        case .correction: try corrected()
        case .requester: try resume(nil)
        case .priorDecision, .forceMajeure, .otherOrgan, .inspection, .hearing, .verification, .thirdParty, .coProducer, nil: break
        }
    }

    /// - Parameter heldByOthers: other requesters' repeats have joined the case: it goes on for them.
    mutating func withdraw(_ text: String?, heldByOthers: Bool) throws(Refusal) {
        switch next.state {
        case .received, .dispatched, .returning, .handling, .suspended: break
        case .replied, .callback, .closed, .answeredDirectly, .refused, .merged, .withdrawn: throw .cannotWithdraw(next.state)
        }
        // A report goes on though its reporter withdraws.
        if next.filedAsReport || heldByOthers {
            change()
            say(.withdrawalNoted, text)
            return
        }
        if let index = next.returns.lastIndex(where: \.isOpen) { next.returns[index].lapsedAt = now }
        finish(as: .withdrawn, outcome: .withdrawn)
        say(.withdrawn, text)
    }

    /// Once after each answer that was reviewed. Content requesters end the case; the others send it back, the first time by rule.
    mutating func rate(_ opinion: Opinion) throws(Refusal) {
        guard next.state == .callback || next.state == .closed else { throw .nothingToRate(next.state) }
        guard let asked = next.clocks.last(where: { $0.stage == .callback })?.startedAt else { throw .nothingToRate(next.state) }
        if next.callbacks.contains(where: { $0.account == nil && $0.at >= asked }) { throw .alreadyRated }
        try record(opinion, as: .rated)
        if next.state == .callback, !opinion.isDissatisfied { closeByRule() }
    }
}
