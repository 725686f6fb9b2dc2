extension ResponsibilityMap {
    /// 紧急求助: whom the requester should call at once, if the category, given or read from the words, is one of emergencies.
    public func emergencyLines(for routing: RoutingDecision) -> [String] {
        let spokenOf = routing.proposals.filter { $0.score >= settings.clearScore }.map(\.category)
        return ([routing.category].compactMap { $0 } + spokenOf).lazy.compactMap { self.category($0)?.emergencyLines }.first { !$0.isEmpty }
            ?? []
    }
}
