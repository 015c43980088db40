# Common errors, and how places are told.
place-sheet = sheet `{ $sheet }`
place-row = row { $row }
place-column = column `{ $column }`
error-cause = cause: { $cause }
error-help = help: { $help }

E001-file-not-found = file not found
    .help = check the path; it is relative to the folder of the batch file
E002-file-not-readable = no permission to read the file
    .help = give the user who runs the program permission to read it
E003-file-not-read = the file could not be read
    .help = check the drive, or copy the file to this machine and run again
E004-file-not-written = the file could not be written
    .help = check the permission to write and the free space of the drive
E005-internal = an error inside the program
    .help = send this message and `manifest.json` to whoever looks after the software; send no personal data
E006-table-contract = table `{ $table }` has a wrong column `{ $column }`: { $found }
    .help = this is a mistake of the program; send this message to whoever looks after the software
