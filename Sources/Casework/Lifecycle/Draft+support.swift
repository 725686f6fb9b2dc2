import WorkingTime

/// Supporting departments: their answers go to the lead, each within a limit of its own.
extension Draft {
    mutating func addSupport(of department: DepartmentCode, demand: String?) throws(Refusal) {
        next.supports.removeAll { $0.department == department }
        next.supports.append(Support(department: department, since: now, demand: demand))
        try next.start(.support, at: now, against: department, under: jurisdiction)
    }

    /// Who has not answered yet has a limit again when the lead takes up the matter again.
    mutating func restartSupports() throws(Refusal) {
        for support in next.supports where support.isOpen {
            let runs = next.clocks.contains { $0.stage == .support && $0.department == support.department && $0.isOpen }
            if !runs { try next.start(.support, at: now, against: support.department, under: jurisdiction) }
        }
    }

    mutating func removeSupport(of department: DepartmentCode) {
        next.supports.removeAll { $0.department == department }
        next.endSupport(of: department, as: .cancelled, at: now)
    }

    /// One that has answered can be asked again.
    mutating func requestSupport(of departments: [DepartmentCode], demand: String) throws(Refusal) {
        for (index, department) in departments.enumerated() {
            let member = "/departments/\(index)"
            try checkReceiver(department, member: member)
            let open = next.supports.contains { $0.department == department && $0.isOpen }
            guard department != next.lead, !open else { throw .alreadySupporting(member: member) }
            try addSupport(of: department, demand: demand)
        }
        change()
        say(.supportRequested, demand, facts: ["departments": departments.map(\.rawValue).joined(separator: ";")])
    }

    mutating func answerSupport(_ text: String, from department: DepartmentCode?) throws(Refusal) {
        guard let index = next.supports.firstIndex(where: { $0.department == department }) else { throw .anotherDepartmentLeads }
        next.supports[index].answer = text
        next.supports[index].answeredBy = account
        next.supports[index].answeredAt = now
        let department = next.supports[index].department
        next.endSupport(of: department, as: .met, at: now)
        change()
        say(.supportAnswered, text, facts: ["department": department.rawValue])
    }

    mutating func releaseSupport(of department: DepartmentCode, text: String) throws(Refusal) {
        guard next.supports.contains(where: { $0.department == department && $0.isOpen }) else { throw .notSupporting(department) }
        removeSupport(of: department)
        change()
        say(.supportReleased, text, facts: ["department": department.rawValue])
    }
}
