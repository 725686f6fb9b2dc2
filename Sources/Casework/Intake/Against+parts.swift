extension Against {
    /// The department, if it was named by its code.
    public var department: DepartmentCode? {
        if case .department(let code) = self { code } else { nil }
    }

    /// The requester's own words, if it was not.
    public var name: String? {
        if case .name(let words) = self { words } else { nil }
    }
}
