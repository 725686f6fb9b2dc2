import Synchronization

/// The places for exports that run at once.
final class ExportSlots: Sendable {
    private let free: Mutex<Int>

    init(most: Int) { free = Mutex(most) }

    func take() -> ExportSlot? {
        let taken = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        return taken ? ExportSlot(of: self) : nil
    }

    fileprivate func giveBack() { free.withLock { $0 += 1 } }
}

/// A place for one export; given back when nobody holds it any more, however the export ended.
public final class ExportSlot: Sendable {
    private let slots: ExportSlots

    fileprivate init(of slots: ExportSlots) { self.slots = slots }

    deinit { slots.giveBack() }
}
