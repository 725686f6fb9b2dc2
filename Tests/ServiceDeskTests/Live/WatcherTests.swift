import Casework
import Synchronization
import Testing
import WorkingTime

@testable import ServiceDesk

@Suite("Watchers")
struct WatcherTests {
    @Test func `who does not take what is sent is found out, and what was sent until then is whole`() async throws {
        let (stream, continuation) = AsyncStream.makeStream(of: [UInt8].self, bufferingPolicy: .bufferingOldest(Watcher.mostPieces))
        let staff = Staff(id: AccountID(rawValue: 1), name: "a", roles: [.dispatcher], department: nil)
        let map = try ResponsibilityMap(
            regions: [], categories: [], departments: [], responsibilities: [], keywords: [], settings: ClassificationSettings(), version: 1
        )
        let watcher = Watcher(
            id: 1, staff: staff, token: [], question: .overdue(OverdueQuestion(ReportFilter(scope: CaseScope(of: staff, in: map)))),
            digest: 0, mark: nil,
            render: { _ in [] }, cutOff: {}, pieces: continuation)
        for number in 0..<Watcher.mostPieces { #expect(watcher.send([UInt8(number % 256)])) }
        #expect(!watcher.send([0]))
        continuation.finish()
        var taken = 0
        for await piece in stream {
            #expect(piece == [UInt8(taken % 256)])
            taken += 1
        }
        #expect(taken == Watcher.mostPieces)
    }

    @Test func `a snapshot tells what was seen`() throws {
        let snapshot = try #require(DatabaseSnapshot("10:20:12,15"))
        let seen = (5...25).filter { snapshot.sees(UInt64($0)) }
        #expect(seen == Array(5...11) + [13, 14] + Array(16...19))
        let position = LivePosition(snapshot, Instant(microseconds: 7))
        #expect(position.text == "10:20:12,15@7")
        let mark = LiveMark(position, 9)
        #expect(mark.id == "10:20:12,15@7~9" && LiveMark(mark.id) == mark)
        #expect(mark.upTo(Instant(microseconds: 6)).id == "10:20:12,15@6~9" && mark.upTo(Instant(microseconds: 8)) == mark)
    }
}
