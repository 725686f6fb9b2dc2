import Hummingbird
import NIOCore
import Synchronization

/// What travels with a request besides itself.
public struct HotlineContext: RequestContext {
    public var coreContext: CoreRequestContextStorage

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }
}
