import Testing

@testable import Database

@Suite struct QueueTests {
    @Test func `it behaves as an array does`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<50 {
            var queue = Queue<Int>()
            var model: [Int] = []
            for step in 0..<500 {
                switch Int.random(in: 0..<8, using: &generator) {
                case 0...3:
                    queue.append(step)
                    model.append(step)
                case 4: #expect(queue.removeFirst { $0 % 7 == 0 } == model.firstIndex { $0 % 7 == 0 }.map { model.remove(at: $0) })
                case 5 where step % 10 == 0:
                    queue.prepend(step)
                    model.insert(step, at: 0)
                default: #expect(queue.popFirst() == (model.isEmpty ? nil : model.removeFirst()))
                }
                #expect(queue.count == model.count)
                #expect(queue.first == model.first)
                #expect(queue.isEmpty == model.isEmpty)
            }
            #expect(queue.removeAll() == model)
        }
    }
}
