/// Whom a report accuses, and so who must not receive it: the accused and all below them.
struct Accusation {
    /// By code. Several, if the requester's words may mean several: all of them are kept out.
    let accused: [DepartmentCode]
    /// The supervision body is among them only if it is itself accused: against the top there is nobody else.
    let barred: Set<DepartmentCode>
    private let map: ResponsibilityMap

    init(of accused: [DepartmentCode], in map: ResponsibilityMap) {
        self.map = map
        self.accused = accused
        var barred = Set(accused.flatMap { map.subtree(of: $0) })
        if let body = map.supervisionBody, !accused.contains(body) { barred.remove(body) }
        self.barred = barred
    }

    /// The department itself, or who receives in its place: the first above it that is not barred, or else the supervision body.
    /// Nil: nobody is left.
    /// - Parameter others: who is passed over beside them.
    func receiver(for department: DepartmentCode, but others: [DepartmentCode] = []) -> DepartmentCode? {
        func receives(_ department: DepartmentCode) -> Bool { !barred.contains(department) && !others.contains(department) }
        var candidate: DepartmentCode? = department
        while let here = candidate {
            if receives(here) { return here }
            candidate = map.department(here)?.parent
        }
        return map.supervisionBody.flatMap { receives($0) ? $0 : nil }
    }
}

extension ResponsibilityMap {
    /// The departments that an accusation may mean, by code; empty if it means none of the list.
    public func departments(accusedBy against: Against) -> [DepartmentCode] {
        switch against {
        case .department(let code): department(code) == nil ? [] : [code]
        case .name(let words): registry.names.departments(in: words)
        }
    }

    /// The departments that a report names in its title or body, by code. It may accuse them, or only mention them: a dispatcher
    /// tells which.
    public func departments(namedIn title: String, _ body: String) -> [DepartmentCode] {
        registry.names.departments(namedIn: FoldedText(title)).union(registry.names.departments(namedIn: FoldedText(body))).sorted()
    }

    /// Whether a report against the accused must be kept from the department: it is accused, or stands below one that is.
    /// The supervision body is kept out only when it is itself accused.
    public func isBarred(_ department: DepartmentCode, when accused: [DepartmentCode]) -> Bool {
        Accusation(of: accused, in: self).barred.contains(department)
    }

    /// Who receives a report in place of the department: the first above it that is not barred, or else the supervision body.
    /// Nil: nobody is left.
    /// - Parameter others: who is passed over beside them.
    public func receiver(
        inPlaceOf department: DepartmentCode, when accused: [DepartmentCode], but others: [DepartmentCode]
    ) -> DepartmentCode? {
        Accusation(of: accused, in: self).receiver(for: department, but: others)
    }
}
