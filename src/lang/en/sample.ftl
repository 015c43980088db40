# Invented data.
C090-unknown-mix = there is no mixture `{ $mix }`
    .help = use one that is shipped: { $known }; or the path of a `.toml` file
C091-bad-mix = the file is not a mixture
    .help = compare it with those under `src/sample/mixes`; rates lie between 0 and 1, years go from early to late
E070-folder-not-empty = the folder holds files already
    .help = choose a new or an empty folder; nothing is ever overwritten
