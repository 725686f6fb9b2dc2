import Casework
import WorkingTime

extension ServiceDesk {
    /// Takes a request. It is stored when this returns, and what is returned is the answer, the
    /// same to the letter if the same key comes again.
    /// - Throws: `DeskError.refused` with `unknownCategory`, `unknownRegion` or `unknownDepartment`;
    ///   `keyReused`; `busy` if too much waits.
    public func submit(
        _ filing: Filing, key: IdempotencyKey?, at now: Instant, answer: @escaping @Sendable (Receipt) -> [UInt8]
    ) async throws(DeskError) -> [UInt8] {
        let map = jurisdiction.map
        for (category, member) in [(filing.category, "/category"), (filing.report?.category, "/report/category")] {
            if let category, map.category(category) == nil { throw .refused(.unknownCategory(member: member)) }
        }
        if let region = filing.region, map.region(region) == nil { throw .refused(.unknownRegion) }
        if case .department(let code) = filing.against, map.department(code) == nil {
            throw .refused(.unknownDepartment(member: "/against/department"))
        }
        if case .department(let code) = filing.report?.against, map.department(code) == nil {
            throw .refused(.unknownDepartment(member: "/report/against/department"))
        }
        let submission = Submission(
            filing: filing, requester: filing.requester.map(RequesterRecord.encode), key: key, now: now, answer: answer)
        return try await intake.submit(submission).get()
    }
}
