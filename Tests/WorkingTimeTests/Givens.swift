import WorkingTime

/// The calendar of 2016 to 2026 with the statutory holidays of 2027, and two spells of office hours.
func givenCalendar(version: Int = 1) throws -> WorkCalendar {
    try WorkCalendar(
        version: version, exceptions: HolidayNotices.exceptions, statutoryHolidays: givenStatutoryHolidays(),
        officeHours: givenOfficeHours())
}

func givenStatutoryHolidays() throws -> [StatutoryHoliday] {
    let listed = [
        ("2027-01-01", "元旦"), ("2027-02-05", "春节"), ("2027-02-06", "春节"), ("2027-02-07", "春节"), ("2027-02-08", "春节"),
        ("2027-04-05", "清明节"), ("2027-05-01", "劳动节"), ("2027-05-02", "劳动节"), ("2027-06-09", "端午节"), ("2027-09-15", "中秋节"),
        ("2027-10-01", "国庆节"), ("2027-10-02", "国庆节"), ("2027-10-03", "国庆节"), ("2026-07-01", "not counted: 2026 has a notice"),
    ]
    return listed.map { StatutoryHoliday(day: day($0.0), name: $0.1) }
}

/// Until the end of 2017 afternoons begin and end half an hour later.
func givenOfficeHours() throws -> [OfficeHours] {
    [
        OfficeHours(validFrom: day("1990-01-01"), validTo: nil, opens: 8 * 60 + 30, closes: 12 * 60),
        OfficeHours(validFrom: day("1990-01-01"), validTo: day("2017-12-31"), opens: 14 * 60 + 30, closes: 18 * 60),
        OfficeHours(validFrom: day("2018-01-01"), validTo: nil, opens: 14 * 60, closes: 17 * 60 + 30),
    ]
}

func day(_ text: String) -> Day {
    guard let day = Day(text) else { preconditionFailure("\(text) is not a day") }
    return day
}

func instant(_ text: String) -> Instant {
    guard let instant = Instant(rfc3339: text) else { preconditionFailure("\(text) is not an instant") }
    return instant
}

func limit(_ amount: Int, _ unit: LimitUnit) -> Limit {
    guard let limit = Limit(amount: amount, unit: unit) else { preconditionFailure("\(amount) is not an amount") }
    return limit
}
