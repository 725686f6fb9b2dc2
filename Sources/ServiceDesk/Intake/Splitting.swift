import Casework
import CaseworkSQL
import Database
import WorkingTime

/// What of a complaint is a report, in a dispatcher's words.
public struct Split: Sendable {
    public var title: String
    public var body: String
    public var against: Against?
    public var category: CategoryCode?
    public var region: RegionCode?

    public init(title: String, body: String, against: Against?, category: CategoryCode?, region: RegionCode?) {
        self.title = title
        self.body = body
        self.against = against
        self.category = category
        self.region = region
    }

    /// Everybody's words but nobody's name.
    fileprivate func filing(of complaint: CaseFile, at now: Instant) -> Filing {
        Filing(
            kind: .report, title: title, body: body, category: category, region: region ?? complaint.file.region, against: against,
            channel: complaint.channel, confidential: true, receivedAt: now)
    }
}

extension ServiceDesk {
    /// 一案两立: opens a report of its own for what of a complaint is one. The complaint does not change and does not tell of it.
    /// - Returns: what `answer` makes of the report, or of the first time for a repeated key.
    public func split(
        _ change: CaseChange, _ split: Split, answer: @escaping @Sendable (CaseFile) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        try await desk {
            let jurisdiction = self.jurisdiction
            let scope = CaseScope(of: change.staff, in: jurisdiction.map)
            try split.check(against: jurisdiction.map)
            // Not inside the transaction, which would keep one connection while it waits for another.
            let serial = try await self.intake.serial()
            return try await self.database.transaction { transaction in
                let complaint = try await CaseStore.lock(change.number, within: scope, in: transaction)
                return try await self.answers.once(change.key, at: change.now, in: transaction) {
                    try Self.check(change.expected, against: complaint.version)
                    let role = try complaint.permit(.split, to: change.staff, at: change.now, under: jurisdiction)
                    let view = try await CaseReader.read(change.number, within: scope, in: transaction)
                    let opening = try Opening(
                        split.filing(of: view, at: change.now), serial: serial, splitFrom: complaint, by: .staff(change.staff.id, role),
                        at: change.now, under: jurisdiction)
                    // Nobody is told this code: the complaint's opens the report too.
                    let code = self.queryCodes.hash(try self.queryCodes.make(), of: opening.file.number)
                    let entry = opening.entry(queryCode: code, key: nil, at: change.now)
                    _ = try await transaction.query(IntakeStatement.inserting([entry], into: self.vault))
                    return answer(try await self.view(opening.file.number, for: change.staff, at: change.now, in: transaction))
                }
            }
        }
    }
}

extension Split {
    fileprivate func check(against map: ResponsibilityMap) throws(Refusal) {
        if let category, map.category(category) == nil { throw .unknownCategory(member: "/category") }
        if let region, map.region(region) == nil { throw .unknownRegion }
        if case .department(let code) = against, map.department(code) == nil {
            throw .unknownDepartment(member: "/against/department")
        }
    }
}
