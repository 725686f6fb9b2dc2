extension TimeLimit {
    /// The regime of supervision orders; each level is a matter of its own.
    public static let supervision = "supervision"

    /// Some limits end a right (to return a case), or give silence a meaning, instead of making somebody late.
    public var countsLate: Bool { onSilence == nil || onSilence == "overdue" }
}
