import ArgumentParser
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

print("warming")
