judge-identity-open = It is open whether this record is the candidate's (probability { $probability }); if it is one person: { $reason }
judge-undecided = Not decided, because facts are missing: { $facts }. It is flagged if: { $reason }
judge-basis-to-be-confirmed = { $basis } (to be confirmed)
judge-draft = [Draft] { $title }
