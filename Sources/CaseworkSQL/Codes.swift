import Casework
import Database

// The identities and words of the domain travel to and from the database as what they are made of.

extension RegionCode: PostgresValue {}
extension CategoryCode: PostgresValue {}
extension DepartmentCode: PostgresValue {}
extension AuthorityCode: PostgresValue {}
extension AccountID: PostgresValue {}
extension CaseID: PostgresValue {}
extension SupervisionOrderID: PostgresValue {}
extension Kind: PostgresValue {}
extension Stage: PostgresValue {}
extension CaseState: PostgresValue {}
extension Outcome: PostgresValue {}
extension Channel: PostgresValue {}
extension Clock.Ending: PostgresValue {}
extension SupervisionOrder.Level: PostgresValue {}
extension SupervisionOrder.State: PostgresValue {}
extension TimeRequest.Kind: PostgresValue {}
extension SuspensionGround: PostgresValue {}
extension RefusalGround: PostgresValue {}
extension Rating: PostgresValue {}
extension Card.Colour: PostgresValue {}
extension AccountabilityEntry.State: PostgresValue {}
extension AccountabilityEntry.Cause: PostgresValue {}
extension Notice.Kind: PostgresValue {}
extension Indicator: PostgresValue {}
