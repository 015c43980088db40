# The batch file: what its author got wrong.
C001-toml-syntax = the file is not valid TOML: { $cause }
    .help = put text in double quotes, write dates as 2025-09-15 without quotes, and use `/` in paths
C002-unknown-key = nothing is called `{ $key }` here
    .help = the keys in use are: { $known }
C003-unknown-key-near = nothing is called `{ $key }` here
    .help = a key with a similar name exists: `{ $near }`
C004-missing-key = the key `{ $key }` is missing
    .help = add a line such as: { $example }
C005-empty-text = the key `{ $key }` is empty
    .help = write the value, or delete the line if it is not needed
C006-wrong-type = the key `{ $key }` takes { $expected }, here it is { $found }
    .help = mend this line; `thamdinh init DIR` writes an example file with every key
C007-unknown-value = `{ $value }` is not a value of `{ $key }`
    .help = the values in use are: { $known }
C008-unknown-value-near = `{ $value }` is not a value of `{ $key }`
    .help = a similar value exists: `{ $near }`
C009-remote-path = the path `{ $path }` leads to another machine
    .help = the program never uses the network; copy the file to this machine and write its path here
C010-file-not-found = file `{ $path }` not found
    .help = check the name; paths are relative to the folder of the batch file
C011-path-is-folder = `{ $path }` is a folder, not a file
    .help = name the files in it, for example `{ $path }/*.xlsx`
C013-share-out-of-range = `{ $key }` must lie between 0 and 1
    .help = 0.95, for example, means 95 % sure
C014-bad-pattern = the file pattern `{ $pattern }` is wrong: { $cause }
    .help = `*` stands for any part of a name, for example `danh-sach/*.xlsx`
C015-file-passed-over = file `{ $path }` is passed over: its format is not known
    .help = the formats are: { $known }
C016-pattern-matches-nothing = no file matches `{ $pattern }`
    .help = check the folder and the ending; paths are relative to the folder of the batch file
C017-opens-before-judgement = the congress opens on { $opens }, before the date of judgement { $judged }
    .help = check `opens_on` and `as_of`; deadlines up to the opening day cannot be counted
C018-file-named-twice = file `{ $path }` is named twice
    .help = name each file once, or give each mention its own `sheet`
C019-not-utf8 = the batch file is not UTF-8
    .help = open it in a text editor and save it with the encoding UTF-8
C020-no-roster = no roster is named
    .help = add an [[input]] with kind = "roster" and the path of the list of candidates
C021-ask-above-link = the threshold for asking, { $ask }, is above the threshold for linking, { $link }
    .help = `ask` may not be greater than `link`; 0.05 and 0.95 are usual
config-a-text = text in double quotes
config-texts = a list of texts, for example ["congress-14"]
config-pairs = a table of headers, for example { "{" } "Họ tên" = "full_name" { "}" }
config-a-date = a date without quotes, for example { $key } = 2025-09-15
config-a-share = a number from 0 to 1, for example 0.95
config-a-table = a group of keys that begins with [{ $key }]
config-tables = groups of keys, each beginning with [[{ $key }]]
config-found-text = text
config-found-number = a number
config-found-boolean = true or false
config-found-time = a time
config-found-list = a list
config-found-table = a group of keys

# The command line: errors.
cli-error = error:
cli-mistakes = mistakes to mend: { $count }
E401-output-not-written = the result could not be written
    .help = check the free space and the permission to write where the result goes
E410-unknown-argument = there is no option `{ $argument }`
    .help = `thamdinh --help` lists the options
E411-unknown-argument-near = there is no option `{ $argument }`
    .help = an option with a similar name exists: `{ $near }`
E412-unknown-command = there is no command `{ $command }`
    .help = `thamdinh --help` lists the commands
E413-unknown-command-near = there is no command `{ $command }`
    .help = a command with a similar name exists: `{ $near }`
E414-bad-value = the value `{ $value }` cannot be used for `{ $argument }`
    .help = `thamdinh --help` says how values are written
E415-value-not-known = the value `{ $value }` cannot be used for `{ $argument }`
    .help = the values in use are: { $known }
E416-missing-argument = { $argument } is missing
    .help = add it to the command; --help shows how
E417-missing-command = no command is named
    .help = the commands are: { $known }
E418-arguments-conflict = `{ $argument }` cannot be used together with `{ $other }`
    .help = leave one of them out
E419-arguments-not-understood = the part `{ $argument }` of the command is not understood
    .help = --help shows how the command is used
E420-no-date = `{ $value }` is not a day
    .help = write the day as 2025-09-15 or 15/09/2025
E421-out-exists = the results' folder exists and is not empty
    .help = add --replace to replace the earlier run, or --out DIR to write elsewhere
E422-out-is-no-run = the results' folder holds something else than a run
    .help = write elsewhere with --out DIR; the program deletes no files that it did not make
E423-no-provinces = no row of the roster has a province code
    .help = add a column `province_code` to the roster, or run without --each-province
E424-no-such-province = no candidate belongs to the province with code `{ $code }`
    .help = the codes in the roster are: { $known }
E430-batch-exists = the folder has a batch file already
    .help = choose another folder; the present file is left as it is
E450-no-run = this folder does not hold a run
    .help = name the folder that has `manifest.json`, usually `out`
E451-table-broken = a file of the run could not be read
    .help = it was changed or is damaged; run `thamdinh run` again
E452-no-such-pair = this run kept no pair `{ $candidate }` – `{ $record }`
    .help = it was never compared, or its probability is below `ask`; `links.csv` has the pairs

# The command line: help.
help-usage = Usage:
help-commands = Commands
help-command = COMMAND
help-arguments = Arguments
help-options = Options
help-any-option = [OPTIONS]
cmd = Vets congress rosters against discipline records, complaints, inspections and the conditions in force.
    What comes out are questions for people to answer, not verdicts.
after =
    To start:
    {"  "}thamdinh init batch-1                a folder to start from
    {"  "}thamdinh check batch-1/batch.toml    see how the files are understood
    {"  "}thamdinh run batch-1/batch.toml      vet, and write the report

    Exit codes: 0 done; 1 a check, test or comparison found something; 2 it could not be done.
cmd-run = Vet a whole batch: read, clean, link, apply the rules, write the report
after-run =
    Examples:
    {"  "}thamdinh run batch.toml --out results-09
    {"  "}thamdinh run country.toml --each-province
cmd-check = Read and clean only: what was understood, which rows were rejected and why; nothing is judged
cmd-compare = Compare two runs: new flags, gone flags, and why
cmd-link = Whether two rows are one person
cmd-link-explain = Explain why a candidate and a record are taken as one person
cmd-link-eval = Measure the linking against pairs known to be true
cmd-link-train = Train the linking model on a batch
cmd-rules = Rules: check, test, list, explain
cmd-rules-check = Check rule files; all mistakes at once
cmd-rules-test = Run the examples in the rule files
cmd-rules-list = List the rules
cmd-rules-facts = List the facts that rules may ask about
cmd-rules-explain = Print a rule in full: condition, basis, versions, examples
cmd-rules-diff = Who would have another outcome under other rules, and why
cmd-review = Review: people's answers, and the ledger that keeps them
cmd-review-serve = Open the review page: on this machine, on a network with TLS, or behind a proxy
after-review-serve =
    Examples:
    {"  "}thamdinh review serve batch.toml --single-user "Nguyễn Văn An"
    {"  "}thamdinh review serve batch.toml --listen 0.0.0.0:8443 --cert cert.pem --key key.pem --origin https://host:8443
    {"  "}thamdinh review serve batch.toml --listen 10.0.0.5:8750 --behind-proxy 10.0.0.1 --origin https://host
cmd-review-account = Accounts of the review page
cmd-review-account-add = Make an account; the password is asked for, or read from the first line of standard input
cmd-review-account-password = Give an account another password, and let it log in again where it was disabled
cmd-review-account-disable = Let an account log in no more; its answers stay
cmd-review-account-list = List the accounts
cmd-review-list = List what waits for an answer
cmd-review-export = Write the answers to a file
cmd-review-import = Take answers from a file
cmd-review-verify = Check that the ledger was not tampered with
cmd-review-purge = Remove old personal data and keep the chain verifiable
cmd-sample = Make a batch of invented people, with the truth in truth.csv
cmd-init = Make a batch folder to start from
cmd-completions = Print completions for a shell (bash, zsh, fish, elvish, powershell)
arg-lang = Language: vi or en (default: the locale's; Vietnamese unless it says English)
arg-format = Form of the result: text for people, json for programs (default: text)
arg-quiet = No progress, no remarks
arg-threads = Number of threads (default: all cores); results do not depend on it
arg-help = Print this help
arg-version = Print the version
arg-batch = The batch file
arg-run = The folder of a run
arg-candidate = The candidate's candidate_id
arg-record = The record's record_id
arg-ledger = The ledger of answers (ledger.sqlite)
arg-file = The file of answers (.csv, .xlsx, .json)
arg-paths = Rule packs or rule files (default: congress-14)
arg-run-out = The results' folder, instead of [report] dir
arg-run-as_of = The date of judgement, instead of as_of (2025-09-15 or 15/09/2025)
arg-run-province = Vet the candidates of the province with this code only
arg-run-each_province = A run, and a folder, for each province code in the roster
arg-run-replace = Replace the earlier run in the same folder
arg-run-keep_steps = Keep the tables of every step as parquet in this folder (they hold personal data)
arg-check-show = Findings shown of each kind (default: 5; json has all)
arg-compare-before = The earlier run
arg-compare-after = The later run
arg-link-eval-truth = The true pairs: candidate_id,record_id
arg-rules-list-as_of = The day that chooses the version (default: today)
arg-rules-explain-as_of = The day that chooses the version (default: today)
arg-rules-facts-paths = Only the facts that these rule packs or files read (default: all, as in rules/FACTS.md)
arg-rules-explain-paths = A rule's identifier (TD102), rule packs or files; or the folder of a run and a candidate: what each rule says of them, and why (packs behind it: by those rules)
arg-rules-diff-old = The rules in use
arg-rules-diff-new = The new rules
arg-rules-diff-run = The run to compare on; without it, an invented row shows each difference
arg-review-serve-listen = Where to listen (default: 127.0.0.1:8750, this machine alone)
arg-review-serve-single_user = No accounts: only this person answers, on this machine, through the address that is printed
arg-review-serve-cert = The TLS certificate, PEM
arg-review-serve-key = Its key, PEM
arg-review-serve-behind_proxy = The address of the proxy that does the TLS; nobody else may connect
arg-review-serve-origin = The address that people type, as https://host:8443
arg-name = The person's name, as their answers bear it
arg-review-account-add-role = reviewer (answers), approver (also settles disagreements and imports) or reader (default: reviewer)
arg-review-purge-before = Remove what no run has asked and nobody has answered since this day
arg-sample-dir = The folder to write
arg-sample-candidates = Number of candidates (default: 1000)
arg-sample-records = Number of discipline records (default: 500)
arg-sample-mix = Kinds of damage: ordinary, old-registers, southern, or a file like them (default: ordinary)
arg-sample-with_records = Share of candidates with records, 0 to 1 (default: as the mix says)
arg-sample-office = The example province: office files as they come, always the same
arg-sample-seed = Seed: the same seed gives the same files (default: 1)
arg-init-dir = The folder to make
arg-completions-shell = The shell: bash, zsh, fish, elvish, powershell

# Progress.
stage-read = Reading files
stage-clean = Cleaning
stage-link = Linking people
stage-judge = Applying rules
stage-report = Writing the report
stage-review = Writing the ledger
progress-left = left

# The summary of a run.
cli-kind-roster = Roster
cli-kind-discipline = Discipline records
cli-kind-organisations = Decisions on units
cli-kind-complaints = Complaints
cli-kind-inspections = Inspections
summary-as-of = Date of judgement: { $date }
summary-province = Province { $code }; { $elsewhere } candidates of other provinces left for their own runs
summary-rows = Rows
summary-rows-of = { $kind } { $read } rows in = { $used } used + { $rejected } rejected
summary-notices = { $count } remarks on the data (see `thamdinh check`)
summary-links = People
summary-linked = { $count } pairs taken as one person (expected false { $false }, missed { $missed })
summary-asked = { $count } pairs for a reviewer to settle
summary-conflicts = { $count } pairs where number and person contradict each other
summary-expected = at { $threshold } or above: { $declared } pairs, expected false { $false }, missed { $missed }
summary-compared-all = all { $pairs } pairs were compared
summary-blocking = { $pairs } pairs were compared; they hold an estimated { $value } of the true ones (95% interval: { $low } to { $high })
summary-blocking-unknown = { $pairs } pairs were compared; too few true ones to estimate what share they hold
summary-model-shipped = Too few true pairs to learn from: the shipped model was used as it is
summary-twins = { $count } pairs of candidates look like one person entered twice: { $list }
summary-runaway = { $count } values are so common that they were split or set aside: { $list }
summary-unknown-names = { $count } names have syllables that are in no dictionary; they were compared letter by letter
summary-answered = { $count } pairs were settled by reviewers; on { $disputed } they disagree
summary-calibrated = The probabilities were corrected by reviewers' answers
summary-uncalibrated = The probabilities have not been calibrated: that takes { $least } pairs settled by reviewers; read them as bands
summary-candidates = Candidates
summary-flagged = { $count } with flags to look at ({ $share })
summary-undecided = { $count } undecided for want of facts ({ $share })
summary-clear = { $count } without a flag ({ $share })
cli-severity-stop = To be settled before going on
cli-severity-look = To be looked at
cli-severity-note = Noted
summary-missing = Missing facts, and how many questions each leaves open
summary-more = … and { $count } more
summary-review = Review
summary-review-carried = carried over: { $dismissed } flags dismissed, { $confirmed } confirmed, { $same } pairs one person, { $different } pairs two people
summary-review-unsure = { $count } questions settled as not to be told
summary-review-waiting = { $count } questions answered, waiting for another reviewer
summary-review-reopened = { $count } questions re-opened, because their evidence has changed
summary-review-recorded = ledger: { $new } new questions, { $waiting } still waiting, { $gone } gone
summary-report = Report: { $path } ({ $seconds } s)
summary-index = All provinces: { $path }

# thamdinh init.
init-written = { $path } is written; copy the files into the folders beside it, set title and dates, then run `thamdinh check { $path }`

# thamdinh check.
check-source = { $kind }, { $format }, header in row { $header }; { $rows } rows of data, { $skipped } others (titles, sections, totals, signatures)
check-column = → { $column }
check-part = → { $column } (part { $part })
check-unused = – not needed
check-left-out = – left out on purpose
check-unknown = ? not recognised; see the remarks below
check-ambiguous = ? could be: { $columns }
check-rejects = { $count } rows rejected
check-notices = { $count } remarks

# thamdinh link explain.
explain-pair = Candidate { $candidate } and record { $record } ({ $source })
explain-total = Total { $weight } bits: probability of one person { $probability } – { $state }
cli-state-link = taken as one person
cli-state-ask = for a reviewer to settle
cli-state-conflict = number and person contradict each other
cli-state-apart = taken as two people

# thamdinh compare.
compare-same = both runs come to the same
compare-changes = { $count } changes
compare-change = { $candidate }  { $rule }  { $before } → { $after }  ({ $cause })
compare-facts = what differs: { $facts }
cli-outcome-clear = no flag
cli-outcome-review = review
cli-outcome-undecided = undecided
cause-rule = the rules changed
cause-as-of = another date of judgement
cause-roster = the roster changed
cause-register = a register changed
cause-answer = reviewers answered
cause-model = the linking model or its thresholds changed
cause-unknown = cause not known

# Rules that a run does not ask.
rule-retired = retired
rule-not-in-force = no version is in force on { $date }

# thamdinh sample.
sample-written = { $candidates } candidates, { $records } records and { $pairs } true pairs are written, all invented; run `thamdinh run { $path }`

# thamdinh link eval.
eval-pairs = { $true } true pairs; { $emitted } pairs emitted, { $found } of them true
eval-threshold = Threshold
eval-declared = declared
eval-precision = precision
eval-recall = recall
eval-f1 = F1
eval-best = best
eval-average-precision = Average precision
eval-recall-at-p99 = Recall at precision ≥ 0.99
eval-brier = Brier score
eval-calibration-error = Expected calibration error
eval-brier-from-001 = Brier score, pairs from 0.01
eval-calibration-error-from-001 = Expected calibration error, pairs from 0.01
eval-kind = Kind of damage
eval-pairs-of-kind = pairs
eval-emitted = emitted
eval-recall-05 = from 0.5
eval-recall-best = at best
eval-recall-p99 = at p .99
E453-no-true-pairs = the file has no true pair
    .help = it needs at least one row candidate_id,record_id
E454-truth-not-understood = the file of true pairs is not understood
    .help = a CSV file needs the columns candidate_id and record_id (or complaint_id, inspection_id); kinds is optional

# thamdinh rules.
rules-checked = { $rules } rules; { $errors } errors, { $warnings } warnings
rules-as-of = Rules on { $date }
rules-no-version = –
explain-rule = { $scope }; { $severity }; { $status }
explain-from = from { $from }
explain-from-to = from { $from } to { $to }
explain-noise = Expected false alarms: { $noise }
explain-owner = Owner: { $owner }
explain-example = Example: { $name } → { $outcome }
cli-scope-candidate = Candidates
cli-scope-case = Each discipline record
cli-scope-complaint = Each complaint
cli-scope-inspection = Each inspection
cli-scope-organisation = Each decision on a Party organisation
cli-confidence-verified = checked against the text
cli-confidence-partly = partly checked
cli-confidence-unverified = to be confirmed
E460-no-such-rule = there is no rule `{ $id }`
    .help = the rules in the pack are: { $known }
explain-record = Record { $record }
explain-other-rules = note: the rules here are not those of this run
E461-no-such-candidate = this run has no candidate `{ $candidate }`
    .help = write the candidate_id as in `flags.csv` or in the roster
E455-no-evidence = this run kept no evidence for the pair `{ $candidate }` – `{ $record }`
    .help = the pair's probability is below `ask`; lower `[link] ask` in the batch file and run again

# thamdinh rules diff.
arg-rules-diff-overlay = A province's overlay, laid on both sides
arg-rules-diff-limit = Answers listed one by one (default: 20; 0 for all; json always has all)
arg-rules-diff-html = Also write a page that can be read and printed
arg-rules-diff-watch = Compare again whenever a rule file is saved
after-rules-diff =
    A side is a pack (a folder, or congress-14), a rule file or an overlay, which is then put into the other side's pack.
    With @DATE behind it, the versions of that day are asked; the facts stay as on the run's day.

    Examples:
    {"  "}thamdinh rules diff congress-14 my-rules --run out
    {"  "}thamdinh rules diff congress-14 TD102-higher-post-bar.toml --run out --watch
    {"  "}thamdinh rules diff congress-14@2024-06-14 congress-14@2025-04-14 --run out --html changes.html
E456-fact-not-kept = this run did not keep `{ $fact }`
    .help = it was made by an earlier version of the program; run `thamdinh run` again
diff-timing = facts read in { $read } s; old rules asked in { $old } s; compared in { $compared } s
diff-waiting = waiting for a rule file to be saved; stop with Ctrl+C
diff-page-written = { $path } is written
diff-side = { $rules } (versions of { $day })
diff-side-with = { $rules } with { $files } (versions of { $day })
diff-sides = From { $before } to { $after }
diff-run = Run { $run }: { $count } candidates, judged on { $date }
diff-same-rules = the rules of both sides say the same
diff-rules = What is different in the rules
diff-rule-new = new rule
diff-rule-gone = the rule is gone
diff-asked-now = asked now: a version is in force, and it is not retired
diff-not-asked = not asked any more: no version is in force, or it is retired
diff-version = version: { $before } → { $after }
diff-status = status: { $before } → { $after }
diff-severity = severity: { $before } → { $after }
diff-scope = scope: { $before } → { $after }
diff-basis = basis: { $before } → { $after }
diff-title = title: { $before } → { $after }
diff-condition = condition: { $before } → { $after }
diff-reason = another wording of the reason
diff-parameter = { $name }: { $before } → { $after }
diff-stay = to be looked at before and after: { $count }
diff-total = Another outcome for { $candidates } candidates ({ $answers } answers)
diff-newly = { $count } candidates to be looked at who were not before
diff-no-longer = { $count } candidates not to be looked at any more
diff-newly-undecided = { $count } candidates undecided who had no flag before
diff-by-rule = By rule
diff-by-province = By province
diff-by-level = By level of the present post
diff-candidates = candidates
diff-to-review = → review
diff-to-undecided = → undecided
diff-to-clear = → no flag
diff-who = Who, and why
diff-more = … and { $count } more answers; `--limit 0` shows all, `--format json` has all
diff-more-page = … and { $count } more answers; `--format json` has all
diff-title-page = Who would have another outcome under other rules
diff-candidate = Candidate, record
diff-province = Province
diff-rule = Rule
diff-outcome = Outcome
diff-facts = Facts that did it
diff-asked = Asked before → asked now
cmd-rules-schema = Print the JSON Schema that editors complete and check rule files with
arg-rules-schema-file_kind = rule or overlay (default: rule)
arg-rules-check-paths = Rule packs, rule files, an overlay (default: congress-14)
arg-rules-check-sarif = SARIF 2.1.0 for editors and code forges
E462-two-overlays = a second overlay
    .help = name one overlay at a time
diff-witness = for example: { $facts }: { $before } → { $after }
diff-reworded = other wording, basis or severity only, no other outcome: { $rules }
cmd-rules-format = Lay out rule files in one way; what they say stays
arg-rules-format-paths = Rule files, or folders of them
arg-rules-format-check = Change nothing, only name the files that would change
E463-not-laid-out = the file is not TOML, so it was left as it is
    .help = `thamdinh rules check` shows what is wrong with it
format-done = { $changed } of { $all } files laid out anew
format-would = { $changed } of { $all } files would be laid out anew
arg-rules-test-paths = Identifiers of rules (TD102), rule packs or rule files (default: all rules of congress-14)
cmd-rules-approve = Write into a rule file who else has read and approved its versions
arg-rules-approve-files = Rule files
arg-rules-approve-by = Who approves; not who wrote the version
arg-rules-approve-on = The day (default: today)
approve-done = { $rule }: { $count } versions approved by { $by }
explain-approved = approved by { $by } on { $on }
explain-approval-broken = changed since { $by } approved it on { $on }
E464-not-approved = the approval found no place in the file
    .help = write each `[[version]]` with its keys on lines of their own, `confidence` among them, and try again
explain-no-record = { $scope }: none, so these rules are not asked: { $rules }

# thamdinh rules lsp.
cmd-rules-lsp = Serve an editor: mistakes are underlined while a rule is typed
after-rules-lsp =
    An editor starts this and speaks the Language Server Protocol with it, on stdin and stdout.
    rules/README.md says how to set up VS Code and Neovim.
lsp-interval = may be known within bounds only
lsp-not-json = the message is not JSON
lsp-not-a-request = the message is not a request
lsp-no-length = the message does not say how long it is: `Content-Length` is missing
lsp-too-long = the message is longer than { $most } MB and was passed over
lsp-unknown-method = there is no method `{ $method }`
lsp-bad-parameters = `{ $method }` needs `textDocument.uri` and `position`
lsp-not-started = `initialize` must come first
lsp-started-twice = `initialize` has come already
lsp-over = after `shutdown` nothing can be asked
