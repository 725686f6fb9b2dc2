import WorkingTime

/// Steps of a statute's procedure: correction, and the opinions of others, for which the matter rests.
extension Draft {
    /// 补正: the requester is told what to correct, until when: long enough to do it, and not so long that the matter is
    /// forgotten. The count begins anew with the corrected request.
    mutating func requestCorrection(_ text: String, until: Day) throws(Refusal) {
        try checkReview(until, shortest: .shortestCorrection, longest: .longestSuspension)
        next.end(.correctionNotice, as: .met, at: now)
        if next.state == .dispatched { try accept() }
        suspend(for: .correction, until: until)
        change()
        say(.correctionRequested, text, facts: ["until": until.description])
    }

    mutating func consult(_ consultation: Consultation, text: String) throws(Refusal) {
        try next.permitResting(for: [consultation.ground], under: jurisdiction)
        guard let rule = next.statuteRule(for: consultation.stage, at: now, under: jurisdiction), !next.hasConsulted(consultation) else {
            throw .noSuchProcedure(consultation.stage)
        }
        next.start(by: rule, at: now, against: nil, under: jurisdiction)
        let until = next.openClock(consultation.stage)?.dueAt.day ?? now.day
        suspend(for: consultation.ground, until: until)
        change()
        say(.consulted, text, facts: ["whom": consultation.rawValue, "until": until.description])
    }

    /// The corrected request: the matter's clock begins anew.
    mutating func corrected() throws(Refusal) {
        guard let index = next.mainIndex, let rule = jurisdiction.limits[id: next.clocks[index].rule] else { return }
        next.clocks[index].end(.replaced, at: now)
        next.suspension = nil
        next.start(by: rule, at: now, against: next.lead, under: jurisdiction, continues: next.clocks[index].ordinal)
        change(to: .handling)
        say(.resumed, facts: ["ground": SuspensionGround.correction.rawValue, "restarted": rule.id])
    }
}
