import WorkingTime

/// What requesters do to their own case.
extension Draft {
    mutating func supplement(_ text: String, reopening: Bool) throws(Refusal) {
        if next.state.isEnded, reopening {
            try next.permit(.reopen, at: now, under: jurisdiction)
            say(.supplemented, text)
            return try reopen(nil)
        }
        try next.permit(.supplement, at: now, under: jurisdiction)
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
        try next.permit(.withdraw, at: now, under: jurisdiction)
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

    /// Content requesters end the case; the others send it back, the first time by rule.
    mutating func rate(_ opinion: Opinion) throws(Refusal) {
        try next.permit(.rate, at: now, under: jurisdiction)
        try record(opinion, as: .rated)
        if next.state == .callback, !opinion.isDissatisfied { closeByRule() }
    }
}
