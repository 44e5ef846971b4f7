"""What is judged of a domain's mail: LR-DOM060 to 099."""

from launchready_ci.gates.domain.mail.rules import encryption, keys, policy, sender, servers

RULES = (*sender.RULES, *policy.RULES, *keys.RULES, *servers.RULES, *encryption.RULES)
