import Casework
import Testing

struct ChannelTests {
    /// Who may name a channel: a requester without an account, or staff who vouch for it.
    static let selfService: [String: Bool] = [
        "web": true, "mobile": true, "wechat": true, "phone": false, "letter": false, "counter": false, "email": false, "transfer": false,
    ]

    @Test func `every channel is taken by somebody`() {
        #expect(Set(Channel.allCases.map(\.rawValue)) == Set(Self.selfService.keys))
        for channel in Channel.allCases { #expect(channel.isSelfService == Self.selfService[channel.rawValue]) }
    }

    @Test func `whom a request is against is a code or words, never both`() {
        #expect(Against.department("urban").department == "urban")
        #expect(Against.department("urban").name == nil)
        #expect(Against.name("城管").department == nil)
        #expect(Against.name("城管").name == "城管")
    }
}
