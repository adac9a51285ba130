"""The outbox: what units are told inside the system also goes to their officers by mail or through a gateway."""
