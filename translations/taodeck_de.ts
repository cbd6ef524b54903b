<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Send everything</source>
        <translation>Alles senden</translation>
    </message>
    <message>
        <source>Stake</source>
        <translation>Staken</translation>
    </message>
    <message>
        <source>Unstake</source>
        <translation>Stake lösen</translation>
    </message>
    <message>
        <source>Send %1</source>
        <translation>%1 senden</translation>
    </message>
    <message>
        <source>Stake %1</source>
        <translation>%1 staken</translation>
    </message>
    <message>
        <source>Unstake %1</source>
        <translation>%1 lösen</translation>
    </message>
    <message>
        <source>The amount is below what the chain accepts. Choose a larger one.</source>
        <translation>Der Betrag liegt unter dem, was die Chain annimmt. Wählen Sie einen größeren.</translation>
    </message>
    <message>
        <source>This leaves less than the existential deposit: the chain closes the sending account and the rest is lost.</source>
        <translation>Es bleibt weniger als die Mindesteinlage: Die Chain schließt das sendende Konto, und der Rest ist verloren.</translation>
    </message>
    <message>
        <source>The recipient&apos;s account does not exist on the chain yet. Check the address once more.</source>
        <translation>Das Konto des Empfängers gibt es auf der Chain noch nicht. Prüfen Sie die Adresse noch einmal.</translation>
    </message>
    <message>
        <source>The recipient would hold less than the existential deposit, so the chain refuses it.</source>
        <translation>Der Empfänger hätte weniger als die Mindesteinlage, darum lehnt die Chain es ab.</translation>
    </message>
    <message>
        <source>This amount alone moves the price by more than one percent. A smaller amount costs less.</source>
        <translation>Dieser Betrag allein bewegt den Preis um mehr als ein Prozent. Ein kleinerer kostet weniger.</translation>
    </message>
    <message>
        <source>The price would move past your limit, so the chain would refuse it. Allow a partial fill, widen the limit or choose a smaller amount.</source>
        <translation>Der Preis ginge über Ihre Grenze hinaus, die Chain würde ablehnen. Erlauben Sie eine teilweise Ausführung, weiten Sie die Grenze oder wählen Sie einen kleineren Betrag.</translation>
    </message>
    <message>
        <source>There is not enough for this amount and its fee.</source>
        <translation>Für diesen Betrag und seine Gebühr reicht es nicht.</translation>
    </message>
    <message>
        <source>The validator&apos;s key has no owner on the chain.</source>
        <translation>Der Schlüssel des Validators hat auf der Chain keinen Besitzer.</translation>
    </message>
    <message>
        <source>This subnet has not started yet; it cannot be staked on.</source>
        <translation>Dieses Subnetz hat noch nicht begonnen; darauf kann nicht gestakt werden.</translation>
    </message>
    <message>
        <source>The numbers here are not proven: they come from a node&apos;s word or an unfinalised block.</source>
        <translation>Die Zahlen hier sind nicht bewiesen: Sie beruhen auf dem Wort eines Knotens oder einem nicht finalen Block.</translation>
    </message>
    <message>
        <source>What remains is too small to be unstaked alone. Unstake all of it instead.</source>
        <translation>Der Rest ist zu klein, um allein gelöst zu werden. Lösen Sie stattdessen alles.</translation>
    </message>
    <message>
        <source>The recipient&apos;s address looks like another one that you know. Compare every group of four.</source>
        <translation>Die Adresse des Empfängers ähnelt einer anderen, die Sie kennen. Vergleichen Sie jede Vierergruppe.</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registrieren</translation>
    </message>
    <message>
        <source>Announce an address</source>
        <translation>Eine Adresse ankündigen</translation>
    </message>
    <message>
        <source>Set weights</source>
        <translation>Gewichte setzen</translation>
    </message>
    <message>
        <source>Commit weights</source>
        <translation>Gewichte festlegen</translation>
    </message>
    <message>
        <source>Reveal weights</source>
        <translation>Gewichte offenlegen</translation>
    </message>
    <message>
        <source>Register on subnet %1</source>
        <translation>Auf Subnetz %1 registrieren</translation>
    </message>
    <message>
        <source>The chain has no such subnet, or it cannot be joined this way.</source>
        <translation>Die Chain hat kein solches Subnetz, oder man kann ihm so nicht beitreten.</translation>
    </message>
    <message>
        <source>This subnet takes no registrations now. Its owner decides when it opens again.</source>
        <translation>Dieses Subnetz nimmt jetzt keine Registrierungen an. Sein Eigentümer entscheidet, wann es wieder öffnet.</translation>
    </message>
    <message>
        <source>This hotkey is registered on the subnet already; nothing needs to be paid.</source>
        <translation>Dieser Hotkey ist im Subnetz schon registriert; es ist nichts zu bezahlen.</translation>
    </message>
    <message>
        <source>The registration costs more than your limit now. Raise the limit, or wait: the price falls from block to block.</source>
        <translation>Die Registrierung kostet jetzt mehr als Ihre Grenze. Erhöhen Sie die Grenze oder warten Sie: Der Preis fällt von Block zu Block.</translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>The data ends too early.</source>
        <translation>Die Daten enden zu früh.</translation>
    </message>
    <message>
        <source>Try again; if it stays, choose another node.</source>
        <translation>Versuchen Sie es noch einmal; bleibt es dabei, wählen Sie einen anderen Knoten.</translation>
    </message>
    <message>
        <source>The data does not have the form that it must have.</source>
        <translation>Die Daten haben nicht die Form, die sie haben müssen.</translation>
    </message>
    <message>
        <source>Check what was entered, or choose another node.</source>
        <translation>Prüfen Sie die Eingabe, oder wählen Sie einen anderen Knoten.</translation>
    </message>
    <message>
        <source>A value is outside what is allowed.</source>
        <translation>Ein Wert liegt außerhalb des Erlaubten.</translation>
    </message>
    <message>
        <source>Choose another value.</source>
        <translation>Wählen Sie einen anderen Wert.</translation>
    </message>
    <message>
        <source>The node&apos;s answer did not match its proof, so it was refused.</source>
        <translation>Die Antwort des Knotens passte nicht zu ihrem Beweis und wurde abgelehnt.</translation>
    </message>
    <message>
        <source>Nothing was taken over. If it happens again, choose another node in Settings.</source>
        <translation>Nichts wurde übernommen. Geschieht es wieder, wählen Sie in den Einstellungen einen anderen Knoten.</translation>
    </message>
    <message>
        <source>It does not exist.</source>
        <translation>Das gibt es nicht.</translation>
    </message>
    <message>
        <source>The node did not answer in time.</source>
        <translation>Der Knoten hat nicht rechtzeitig geantwortet.</translation>
    </message>
    <message>
        <source>It is asked again with the next block.</source>
        <translation>Mit dem nächsten Block wird wieder gefragt.</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>Es wurde abgebrochen.</translation>
    </message>
    <message>
        <source>A file or the disk could not be read or written.</source>
        <translation>Eine Datei oder der Datenträger war nicht lesbar oder beschreibbar.</translation>
    </message>
    <message>
        <source>Check free space and permissions of the data folder.</source>
        <translation>Prüfen Sie freien Platz und Rechte des Datenordners.</translation>
    </message>
    <message>
        <source>A checksum or signature does not match.</source>
        <translation>Eine Prüfsumme oder Signatur stimmt nicht.</translation>
    </message>
    <message>
        <source>Check for a typing mistake.</source>
        <translation>Prüfen Sie auf Tippfehler.</translation>
    </message>
    <message>
        <source>The password is wrong, or the key file is damaged.</source>
        <translation>Das Passwort ist falsch, oder die Schlüsseldatei ist beschädigt.</translation>
    </message>
    <message>
        <source>Type it again.</source>
        <translation>Geben Sie es noch einmal ein.</translation>
    </message>
    <message>
        <source>There is no connection to the node.</source>
        <translation>Es besteht keine Verbindung zum Knoten.</translation>
    </message>
    <message>
        <source>It is tried again by itself; see Settings, Network.</source>
        <translation>Sie wird von selbst wieder versucht; siehe Einstellungen, Netzwerk.</translation>
    </message>
    <message>
        <source>The connected chain, file or system does not have this.</source>
        <translation>Die verbundene Chain, Datei oder das System hat das nicht.</translation>
    </message>
    <message>
        <source>Choose another network in Settings.</source>
        <translation>Wählen Sie in den Einstellungen ein anderes Netzwerk.</translation>
    </message>
    <message>
        <source>There is more data than this program accepts.</source>
        <translation>Es sind mehr Daten, als dieses Programm annimmt.</translation>
    </message>
    <message>
        <source>Choose another node.</source>
        <translation>Wählen Sie einen anderen Knoten.</translation>
    </message>
    <message>
        <source>It exists already, or it changed meanwhile.</source>
        <translation>Das gibt es schon, oder es hat sich inzwischen geändert.</translation>
    </message>
    <message>
        <source>Look again and repeat.</source>
        <translation>Sehen Sie nach und wiederholen Sie es.</translation>
    </message>
    <message>
        <source>This program&apos;s own rules forbid it here.</source>
        <translation>Die eigenen Regeln dieses Programms verbieten es hier.</translation>
    </message>
    <message>
        <source>The node answered with an error.</source>
        <translation>Der Knoten antwortete mit einem Fehler.</translation>
    </message>
    <message>
        <source>Try again, or choose another node.</source>
        <translation>Versuchen Sie es noch einmal, oder wählen Sie einen anderen Knoten.</translation>
    </message>
    <message>
        <source>The chain will not accept this transaction. Nothing was spent.</source>
        <translation>Die Chain nimmt diese Transaktion nicht an. Nichts wurde ausgegeben.</translation>
    </message>
    <message>
        <source>Review it again with fresh numbers.</source>
        <translation>Prüfen Sie sie noch einmal mit frischen Zahlen.</translation>
    </message>
    <message>
        <source>The transaction ran and failed. Only the network fee was spent.</source>
        <translation>Die Transaktion lief und schlug fehl. Nur die Netzwerkgebühr wurde ausgegeben.</translation>
    </message>
    <message>
        <source>The connection or the file&apos;s permissions are not safe enough.</source>
        <translation>Die Verbindung oder die Rechte der Datei sind nicht sicher genug.</translation>
    </message>
    <message>
        <source>Use wss:// with a valid certificate, or keep the file readable by you alone.</source>
        <translation>Nutzen Sie wss:// mit gültigem Zertifikat, oder lassen Sie die Datei nur für sich lesbar.</translation>
    </message>
    <message>
        <source>The wallet is locked.</source>
        <translation>Die Wallet ist gesperrt.</translation>
    </message>
    <message>
        <source>Unlock it with its password.</source>
        <translation>Entsperren Sie sie mit ihrem Passwort.</translation>
    </message>
    <message>
        <source>Something failed that this version has no words for.</source>
        <translation>Etwas schlug fehl, wofür diese Version keine Worte hat.</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>&lt; 0.01 %</source>
        <translation>&lt; 0.01 %</translation>
    </message>
    <message>
        <source>&gt; -0.01 %</source>
        <translation>&gt; -0.01 %</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>gerade eben</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>vor %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>vor %1 min</translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation>vor %1 h</translation>
    </message>
    <message>
        <source>%1 d ago</source>
        <translation>vor %1 T</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 T</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 T %2 h</translation>
    </message>
    <message>
        <source>Proven</source>
        <translation>Bewiesen</translation>
    </message>
    <message>
        <source>Sealed</source>
        <translation>Besiegelt</translation>
    </message>
    <message>
        <source>Reported</source>
        <translation>Gemeldet</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Gemerkt</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>A storage proof against a block that more than two thirds of the network&apos;s authorities finalised. This program checked both.</source>
        <translation>Ein Speicherbeweis gegen einen Block, den mehr als zwei Drittel der Autoritäten des Netzwerks finalisiert haben. Dieses Programm hat beides geprüft.</translation>
    </message>
    <message>
        <source>A storage proof against a block on which a quorum of block authors built. Not finalised by a justification that this program holds.</source>
        <translation>Ein Speicherbeweis gegen einen Block, auf den ein Quorum der Blockautoren aufgebaut hat. Nicht final durch einen Nachweis, den dieses Programm hat.</translation>
    </message>
    <message>
        <source>A node said so. Nothing was proven.</source>
        <translation>Ein Knoten hat es gesagt. Nichts wurde bewiesen.</translation>
    </message>
    <message>
        <source>Remembered on this machine from an earlier time.</source>
        <translation>Von früher auf diesem Rechner gemerkt.</translation>
    </message>
    <message>
        <source>Nothing has been learnt about this value yet.</source>
        <translation>Über diesen Wert ist noch nichts bekannt.</translation>
    </message>
</context>
<context>
    <name>LocalnetWords</name>
    <message>
        <source>A name has 1 to 40 letters of a to z, digits, hyphens and underscores.</source>
        <translation>Ein Name hat 1 bis 40 Buchstaben von a bis z, Ziffern, Binde- und Unterstriche.</translation>
    </message>
    <message>
        <source>There is a snapshot of this name. Choose another name.</source>
        <translation>Es gibt schon einen Schnappschuss dieses Namens. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>There is a fork of this name. Choose another name.</source>
        <translation>Es gibt schon eine Abzweigung dieses Namens. Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The snapshot&apos;s chain has another block time, so it cannot take this chain&apos;s place. Fork it, and start the fork by itself.</source>
        <translation>Die Chain des Schnappschusses hat eine andere Blockzeit und kann darum nicht an die Stelle dieser Chain treten. Zweigen Sie sie ab, und starten Sie die Abzweigung für sich.</translation>
    </message>
    <message>
        <source>Another step is under way. Pause it first.</source>
        <translation>Ein anderer Schritt läuft noch. Halten Sie ihn zuerst an.</translation>
    </message>
    <message>
        <source>There is no room for another snapshot. Delete one first.</source>
        <translation>Für einen weiteren Schnappschuss ist kein Platz. Löschen Sie zuerst einen.</translation>
    </message>
    <message>
        <source>This subnet has no epochs.</source>
        <translation>Dieses Subnetz hat keine Epochen.</translation>
    </message>
    <message>
        <source>The snapshot is not there any more.</source>
        <translation>Den Schnappschuss gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>No epoch ran in 100,000 blocks, so the step was ended.</source>
        <translation>In 100.000 Blöcken lief keine Epoche, darum wurde der Schritt beendet.</translation>
    </message>
    <message>
        <source>This chain was made without a cast.</source>
        <translation>Diese Chain wurde ohne Darsteller angelegt.</translation>
    </message>
    <message>
        <source>It was ended before it was done.</source>
        <translation>Es wurde beendet, bevor es fertig war.</translation>
    </message>
    <message>
        <source>The embedded chain does not answer. It is connected again by itself.</source>
        <translation>Die eingebettete Chain antwortet nicht. Sie wird von selbst wieder verbunden.</translation>
    </message>
    <message>
        <source>The embedded chain refused it.</source>
        <translation>Die eingebettete Chain hat es abgelehnt.</translation>
    </message>
    <message>
        <source>as fast as possible</source>
        <translation>so schnell wie möglich</translation>
    </message>
    <message>
        <source>%1×</source>
        <translation>%1×</translation>
    </message>
    <message>
        <source>Stepping</source>
        <translation>Schritt läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
</context>
<context>
    <name>MineSeries</name>
    <message>
        <source>Trust</source>
        <translation>Vertrauen</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Dividends</source>
        <translation>Dividenden</translation>
    </message>
    <message>
        <source>Incentive</source>
        <translation>Anreiz</translation>
    </message>
    <message>
        <source>Consensus</source>
        <translation>Konsens</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>Verdient</translation>
    </message>
    <message>
        <source>Epoch of block %1</source>
        <translation>Epoche von Block %1</translation>
    </message>
</context>
<context>
    <name>MineWords</name>
    <message>
        <source>Miner</source>
        <translation>Miner</translation>
    </message>
    <message>
        <source>Validator</source>
        <translation>Validator</translation>
    </message>
    <message>
        <source>Text generation, verified</source>
        <translation>Textgenerierung, geprüft</translation>
    </message>
    <message>
        <source>Sentiment classification</source>
        <translation>Stimmungsklassifikation</translation>
    </message>
    <message>
        <source>Another program (recipe)</source>
        <translation>Ein anderes Programm (Rezept)</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Gestoppt</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Loading model</source>
        <translation>Lädt Modell</translation>
    </message>
    <message>
        <source>Waiting for chain</source>
        <translation>Wartet auf Chain</translation>
    </message>
    <message>
        <source>Not registered</source>
        <translation>Nicht registriert</translation>
    </message>
    <message>
        <source>Announcing</source>
        <translation>Kündigt sich an</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Versucht es wieder</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Nobody wants it to run now.</source>
        <translation>Niemand will, dass er jetzt läuft.</translation>
    </message>
    <message>
        <source>Its process comes up.</source>
        <translation>Sein Prozess fährt hoch.</translation>
    </message>
    <message>
        <source>The model file is read and checked in a confined process.</source>
        <translation>Die Modelldatei wird in einem abgeschirmten Prozess gelesen und geprüft.</translation>
    </message>
    <message>
        <source>There is no connection to the chain, or no final block yet.</source>
        <translation>Es gibt keine Verbindung zur Chain oder noch keinen finalen Block.</translation>
    </message>
    <message>
        <source>Its hotkey has no place on the subnet. Register it again to go on.</source>
        <translation>Sein Hotkey hat keinen Platz im Subnetz. Registrieren Sie ihn neu, damit es weitergeht.</translation>
    </message>
    <message>
        <source>Its address goes to the chain, so that validators find it.</source>
        <translation>Seine Adresse geht an die Chain, damit Validatoren ihn finden.</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Er arbeitet.</translation>
    </message>
    <message>
        <source>It rests and goes on by itself when the reason is gone.</source>
        <translation>Er ruht und macht von selbst weiter, wenn der Grund weg ist.</translation>
    </message>
    <message>
        <source>Something failed; it tries again by itself.</source>
        <translation>Etwas ist fehlgeschlagen; er versucht es von selbst wieder.</translation>
    </message>
    <message>
        <source>It will not try again before something is changed.</source>
        <translation>Er versucht es nicht wieder, bevor etwas geändert wird.</translation>
    </message>
    <message>
        <source>Subnet %1</source>
        <translation>Subnetz %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Fits the GPU</source>
        <translation>Passt auf die GPU</translation>
    </message>
    <message>
        <source>Partly on the GPU</source>
        <translation>Teilweise auf der GPU</translation>
    </message>
    <message>
        <source>On the processor</source>
        <translation>Auf dem Prozessor</translation>
    </message>
    <message>
        <source>Too large</source>
        <translation>Zu groß</translation>
    </message>
    <message>
        <source>Broken file</source>
        <translation>Defekte Datei</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Caution</source>
        <translation>Vorsicht</translation>
    </message>
    <message>
        <source>Bad</source>
        <translation>Schlecht</translation>
    </message>
    <message>
        <source>Fund</source>
        <translation>Aufladen</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registrieren</translation>
    </message>
    <message>
        <source>Set up</source>
        <translation>Einrichten</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Nothing was signed and nothing was spent: %1</source>
        <translation>Nichts wurde signiert und nichts ausgegeben: %1</translation>
    </message>
    <message>
        <source>The wallet is locked: registering needs its coldkey. Unlock it and try again.</source>
        <translation>Die Wallet ist gesperrt: Registrieren braucht ihren Coldkey. Entsperren Sie sie und versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>This hotkey works here already: %1 Choose another hotkey, or start the worker that has it.</source>
        <translation>Dieser Hotkey arbeitet hier schon: %1 Wählen Sie einen anderen Hotkey oder starten Sie den Arbeiter, der ihn hat.</translation>
    </message>
    <message>
        <source>Something that the worker needs is missing: %1 Put it in place and try again.</source>
        <translation>Etwas, das der Arbeiter braucht, fehlt: %1 Legen Sie es an seinen Platz und versuchen Sie es wieder.</translation>
    </message>
    <message>
        <source>The chain refused the registration; only the network fee was spent: %1</source>
        <translation>Die Chain hat die Registrierung abgelehnt; nur die Netzgebühr wurde ausgegeben: %1</translation>
    </message>
    <message>
        <source>It was cancelled. What was done stays done; starting again goes on from there.</source>
        <translation>Es wurde abgebrochen. Was getan ist, bleibt getan; ein neuer Start macht dort weiter.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 kB</source>
        <translation>%1 kB</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>%1 GB</source>
        <translation>%1 GB</translation>
    </message>
    <message>
        <source>%1 K</source>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 Mrd.</translation>
    </message>
    <message>
        <source>%1 Wh</source>
        <translation>%1 Wh</translation>
    </message>
    <message>
        <source>%1 kWh</source>
        <translation>%1 kWh</translation>
    </message>
</context>
<context>
    <name>Overview</name>
    <message>
        <source>At the price</source>
        <translation>Zum Preis</translation>
    </message>
    <message>
        <source>If you left</source>
        <translation>Beim Ausstieg</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>Verdient</translation>
    </message>
</context>
<context>
    <name>QWidget</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Start</name>
    <message>
        <source>Taodeck cannot start</source>
        <translation>Taodeck kann nicht starten</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>WorkerSheets</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>It was not stopped. %1</source>
        <translation>Er wurde nicht gestoppt. %1</translation>
    </message>
    <message>
        <source>It was not started. %1</source>
        <translation>Er wurde nicht gestartet. %1</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>It is stopped first.</source>
        <translation>Er wird zuerst gestoppt.</translation>
    </message>
    <message>
        <source>Lost for good: its log, its charts and the record of why it was paid what it was.</source>
        <translation>Endgültig verloren: sein Protokoll, seine Diagramme und die Aufzeichnung, warum er so bezahlt wurde.</translation>
    </message>
    <message>
        <source>Kept: the hotkey, its place on the subnet as long as the chain leaves it there, and all alpha that it earned.</source>
        <translation>Behalten: der Hotkey, sein Platz im Subnetz, solange die Chain ihn dort lässt, und alles verdiente Alpha.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ActionFlow</name>
    <message>
        <source>(%1)</source>
        <translation>(%1)</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ActionForm</name>
    <message>
        <source>Type an amount.</source>
        <translation>Geben Sie einen Betrag ein.</translation>
    </message>
    <message>
        <source>This is not an amount: digits and one point, at most nine decimals.</source>
        <translation>Das ist kein Betrag: Ziffern und ein Punkt, höchstens neun Nachkommastellen.</translation>
    </message>
    <message>
        <source>The amount must be above zero.</source>
        <translation>Der Betrag muss über null liegen.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::AddressSheet</name>
    <message>
        <source>New address</source>
        <translation>Neue Adresse</translation>
    </message>
    <message>
        <source>SS58 address</source>
        <translation>SS58-Adresse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Kept on this machine only.</source>
        <translation>Bleibt nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>Geben Sie einen Namen an.</translation>
    </message>
    <message>
        <source>This is not an address, or a character in it is wrong.</source>
        <translation>Das ist keine Adresse, oder ein Zeichen darin ist falsch.</translation>
    </message>
    <message>
        <source>This name belongs to another address.</source>
        <translation>Dieser Name gehört zu einer anderen Adresse.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::AmountLabel</name>
    <message>
        <source>Not loaded yet.</source>
        <translation>Noch nicht geladen.</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::BookModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ChainState</name>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Startet</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Syncing</source>
        <translation>Gleicht ab</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Verbunden</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>The network is switched off in Settings.</source>
        <translation>Das Netzwerk ist in den Einstellungen ausgeschaltet.</translation>
    </message>
    <message>
        <source>The embedded chain is starting.</source>
        <translation>Die eingebettete Chain startet.</translation>
    </message>
    <message>
        <source>The node is being connected.</source>
        <translation>Der Knoten wird verbunden.</translation>
    </message>
    <message>
        <source>Headers and authority sets are being verified up to the newest block.</source>
        <translation>Header und Autoritäten werden bis zum neuesten Block geprüft.</translation>
    </message>
    <message>
        <source>The node cannot be reached.</source>
        <translation>Der Knoten ist nicht erreichbar.</translation>
    </message>
    <message>
        <source>The node cannot be used: %1</source>
        <translation>Der Knoten ist nicht nutzbar: %1</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::DataTable</name>
    <message>
        <source>Choose columns</source>
        <translation>Spalten wählen</translation>
    </message>
    <message>
        <source>Copy cell</source>
        <translation>Zelle kopieren</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::EpochsModel</name>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>nicht begonnen</translation>
    </message>
    <message>
        <source>Tempo</source>
        <translation>Tempo</translation>
    </message>
    <message>
        <source>Blocks from one epoch to the next.</source>
        <translation>Blöcke von einer Epoche zur nächsten.</translation>
    </message>
    <message>
        <source>Blocks left</source>
        <translation>Noch Blöcke</translation>
    </message>
    <message>
        <source>Until the next epoch.</source>
        <translation>Bis zur nächsten Epoche.</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Etwa</translation>
    </message>
    <message>
        <source>At the speed of now; nothing while paused.</source>
        <translation>Bei der jetzigen Geschwindigkeit; angehalten nichts.</translation>
    </message>
    <message>
        <source>Subnet %1</source>
        <translation>Subnetz %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::FirstRun</name>
    <message>
        <source>Purpose</source>
        <translation>Zweck</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>Vertrauen</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>First run</source>
        <translation>Erster Start</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Not in this version</source>
        <translation>Nicht in dieser Version</translation>
    </message>
    <message>
        <source>Hold and stake</source>
        <translation>Halten und staken</translation>
    </message>
    <message>
        <source>Own TAO, choose a validator on evidence, stake with a bound on the price, and see what leaving returns.</source>
        <translation>TAO besitzen, einen Validator nach Belegen wählen, mit Preisgrenze staken und sehen, was ein Ausstieg bringt.</translation>
    </message>
    <message>
        <source>Mine or validate</source>
        <translation>Minen oder validieren</translation>
    </message>
    <message>
        <source>Its screens do not exist yet. A wallet that you set up now will work there later.</source>
        <translation type="vanished">Die Ansichten dafür gibt es noch nicht. Eine jetzt angelegte Wallet funktioniert später auch dort.</translation>
    </message>
    <message>
        <source>Create a subnet</source>
        <translation>Ein Subnetz schaffen</translation>
    </message>
    <message>
        <source>Its screens do not exist yet. Nothing here pretends to do it.</source>
        <translation>Die Ansichten dafür gibt es noch nicht. Nichts hier tut so, als ob.</translation>
    </message>
    <message>
        <source>Just look</source>
        <translation>Nur umsehen</translation>
    </message>
    <message>
        <source>No key and no network needed: a complete small chain runs on this machine, and you can add a wallet at any time.</source>
        <translation>Ohne Schlüssel und Netz: Eine vollständige kleine Chain läuft auf diesem Rechner, eine Wallet können Sie jederzeit hinzufügen.</translation>
    </message>
    <message>
        <source>Have a look around. Wallet, Add a wallet is where you begin.</source>
        <translation>Sehen Sie sich um. Mit „Wallet hinzufügen“ fangen Sie an.</translation>
    </message>
    <message>
        <source>What brings you here?</source>
        <translation>Was führt Sie her?</translation>
    </message>
    <message>
        <source>One window for the Bittensor network. You can do the other things later, too.</source>
        <translation>Ein Fenster für das Bittensor-Netzwerk. Das andere können Sie auch später tun.</translation>
    </message>
    <message>
        <source>The words you will see</source>
        <translation>Die Worte, die Sie sehen werden</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>What this program trusts</source>
        <translation>Worauf dieses Programm vertraut</translation>
    </message>
    <message>
        <source>No node is believed. Every number on the screen says how it is known, and this is where the chain of proofs begins. You can change the network in Settings.</source>
        <translation>Keinem Knoten wird geglaubt. Jede Zahl sagt, woher sie bekannt ist, und hier beginnt die Kette der Beweise. Das Netzwerk können Sie in den Einstellungen ändern.</translation>
    </message>
    <message>
        <source>Create a wallet</source>
        <translation>Wallet anlegen</translation>
    </message>
    <message>
        <source>A new recovery phrase is made on this machine. You write it down and prove it.</source>
        <translation>Auf diesem Rechner entsteht eine neue Wiederherstellungsphrase. Sie schreiben sie auf und belegen es.</translation>
    </message>
    <message>
        <source>Import a wallet</source>
        <translation>Wallet einlesen</translation>
    </message>
    <message>
        <source>A phrase of 12 to 24 words, a seed, a secret URI, or a polkadot-js file.</source>
        <translation>Eine Phrase aus 12 bis 24 Wörtern, ein Seed, eine geheime URI oder eine Datei von polkadot-js.</translation>
    </message>
    <message>
        <source>Watch an address</source>
        <translation>Adresse beobachten</translation>
    </message>
    <message>
        <source>See everything about it; nothing can be signed.</source>
        <translation>Alles darüber sehen; signieren kann man nichts.</translation>
    </message>
    <message>
        <source>Your key</source>
        <translation>Ihr Schlüssel</translation>
    </message>
    <message>
        <source>Wallets are kept in the folders and formats of the Python tools, so both can use them.</source>
        <translation>Wallets liegen in den Ordnern und Formaten der Python-Werkzeuge, sodass beide sie nutzen können.</translation>
    </message>
    <message>
        <source>Give it a name; it becomes a folder&apos;s name.</source>
        <translation>Geben Sie einen Namen an; so heißt dann der Ordner.</translation>
    </message>
    <message>
        <source>Use letters, digits, spaces, - and _ only.</source>
        <translation>Nur Buchstaben, Ziffern, Leerzeichen, - und _.</translation>
    </message>
    <message>
        <source>Choose a longer or less common password.</source>
        <translation>Wählen Sie ein längeres oder weniger gängiges Passwort.</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Die beiden sind nicht gleich.</translation>
    </message>
    <message>
        <source>my wallet</source>
        <translation>meine Wallet</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n Wort</numerusform>
            <numerusform>%n Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>Password for the key file</source>
        <translation>Passwort der Schlüsseldatei</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Passwort noch einmal</translation>
    </message>
    <message>
        <source>Recovery phrase</source>
        <translation>Wiederherstellungsphrase</translation>
    </message>
    <message>
        <source>Twelve words are as strong as the key itself.</source>
        <translation>Zwölf Wörter sind so stark wie der Schlüssel selbst.</translation>
    </message>
    <message>
        <source>Make the phrase</source>
        <translation>Phrase erzeugen</translation>
    </message>
    <message>
        <source>The password protects the file on this machine. The phrase, shown next, restores the wallet anywhere.</source>
        <translation>Das Passwort schützt die Datei auf diesem Rechner. Die Phrase, die gleich erscheint, stellt die Wallet überall wieder her.</translation>
    </message>
    <message>
        <source>Write the words on paper, in this order. Whoever has them owns the wallet; whoever loses them and the password has lost it. They cannot be copied from here.</source>
        <translation>Schreiben Sie die Wörter in dieser Reihenfolge auf Papier. Wer sie hat, besitzt die Wallet; wer sie und das Passwort verliert, hat sie verloren. Kopieren kann man sie hier nicht.</translation>
    </message>
    <message>
        <source>I have written them down</source>
        <translation>Ich habe sie aufgeschrieben</translation>
    </message>
    <message>
        <source>Your recovery phrase</source>
        <translation>Ihre Wiederherstellungsphrase</translation>
    </message>
    <message>
        <source>This is the only backup. Make sure that nobody and no camera sees the screen.</source>
        <translation>Das ist die einzige Sicherung. Achten Sie darauf, dass niemand und keine Kamera den Bildschirm sieht.</translation>
    </message>
    <message>
        <source>Create the wallet</source>
        <translation>Wallet anlegen</translation>
    </message>
    <message>
        <source>Prove the backup</source>
        <translation>Sicherung belegen</translation>
    </message>
    <message>
        <source>Fill the blanks from your paper. The wallet is saved once they are right.</source>
        <translation>Füllen Sie die Lücken von Ihrem Papier aus. Die Wallet wird gespeichert, sobald sie stimmen.</translation>
    </message>
    <message>
        <source>Word %1</source>
        <translation>Wort %1</translation>
    </message>
    <message>
        <source>Not the word on that place. Look at your paper, or go back to see the words again.</source>
        <translation>Nicht das Wort an dieser Stelle. Sehen Sie auf Ihr Papier, oder gehen Sie zurück zu den Wörtern.</translation>
    </message>
    <message>
        <source>Encrypting…</source>
        <translation>Verschlüsselt…</translation>
    </message>
    <message>
        <source>A wallet of this name exists already. Go back and choose another name.</source>
        <translation>Eine Wallet dieses Namens gibt es schon. Gehen Sie zurück und wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>The wallet “%1” is ready.</source>
        <translation>Die Wallet „%1“ ist bereit.</translation>
    </message>
    <message>
        <source>Seed (0x and 64 hexadecimal digits)</source>
        <translation>Seed (0x und 64 Hexadezimalziffern)</translation>
    </message>
    <message>
        <source>Secret URI (phrase or seed with //hard and /soft parts)</source>
        <translation>Geheime URI (Phrase oder Seed mit //hart und /weich)</translation>
    </message>
    <message>
        <source>polkadot-js file (JSON)</source>
        <translation>Datei von polkadot-js (JSON)</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheimnis</translation>
    </message>
    <message>
        <source>Typed and pasted text stays in locked memory; the clipboard is cleared after pasting.</source>
        <translation>Getippter und eingefügter Text bleibt in gesperrtem Speicher; die Zwischenablage wird nach dem Einfügen geleert.</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>Datei öffnen…</translation>
    </message>
    <message>
        <source>Password of the phrase or file</source>
        <translation>Passwort der Phrase oder Datei</translation>
    </message>
    <message>
        <source>Only if it has one.</source>
        <translation>Nur wenn es eines gibt.</translation>
    </message>
    <message>
        <source>Password for the key file on this machine</source>
        <translation>Passwort der Schlüsseldatei auf diesem Rechner</translation>
    </message>
    <message>
        <source>Appears as soon as the secret is complete.</source>
        <translation>Erscheint, sobald das Geheimnis vollständig ist.</translation>
    </message>
    <message>
        <source>The address that it yields</source>
        <translation>Die Adresse, die es ergibt</translation>
    </message>
    <message>
        <source>What you have</source>
        <translation>Was Sie haben</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>Open a key file</source>
        <translation>Schlüsseldatei öffnen</translation>
    </message>
    <message>
        <source>Key files (*.json);;All files (*)</source>
        <translation>Schlüsseldateien (*.json);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>This file cannot be read, or is too large for a key file.</source>
        <translation>Diese Datei ist nicht lesbar oder zu groß für eine Schlüsseldatei.</translation>
    </message>
    <message>
        <source>You see the address before anything is saved.</source>
        <translation>Sie sehen die Adresse, bevor etwas gespeichert wird.</translation>
    </message>
    <message>
        <source>Not complete or not valid yet.</source>
        <translation>Noch nicht vollständig oder nicht gültig.</translation>
    </message>
    <message>
        <source>A wallet of this name exists already.</source>
        <translation>Eine Wallet dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>This is not valid: check the kind, spelling and order of the words.</source>
        <translation>Das ist nicht gültig: Prüfen Sie Art, Schreibweise und Reihenfolge der Wörter.</translation>
    </message>
    <message>
        <source>The wallet “%1” was imported.</source>
        <translation>Die Wallet „%1“ wurde eingelesen.</translation>
    </message>
    <message>
        <source>treasury</source>
        <translation>kasse</translation>
    </message>
    <message>
        <source>SS58 address or public key</source>
        <translation>SS58-Adresse oder öffentlicher Schlüssel</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Beobachten</translation>
    </message>
    <message>
        <source>Balances, positions and proofs of any account, without its key.</source>
        <translation>Guthaben, Positionen und Beweise jedes Kontos, ohne seinen Schlüssel.</translation>
    </message>
    <message>
        <source>This is not an address, or a character in it is wrong.</source>
        <translation>Das ist keine Adresse, oder ein Zeichen darin ist falsch.</translation>
    </message>
    <message>
        <source>“%1” is watched.</source>
        <translation>„%1“ wird beobachtet.</translation>
    </message>
    <message>
        <source>See whether this machine can earn before anything is spent, start with one click, and watch requests, scores and earnings.</source>
        <translation>Sehen, ob dieser Rechner verdienen kann, bevor etwas ausgegeben wird, mit einem Klick beginnen und Anfragen, Wertungen und Verdienst verfolgen.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::FormField</name>
    <message>
        <source>Show or hide what is typed</source>
        <translation>Eingabe zeigen oder verbergen</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::LaunchPage</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>It mines on %1</source>
        <translation>Er schürft auf %1</translation>
    </message>
    <message>
        <source>It validates on %1</source>
        <translation>Er validiert auf %1</translation>
    </message>
    <message>
        <source>Validators find its address on the chain and begin to ask. The first alpha comes with an epoch after that.</source>
        <translation>Validatoren finden seine Adresse auf der Chain und beginnen zu fragen. Das erste Alpha kommt mit einer Epoche danach.</translation>
    </message>
    <message>
        <source>It asks the miners and sets its first weights as soon as the chain allows.</source>
        <translation>Er fragt die Miner und setzt seine ersten Gewichte, sobald die Chain es erlaubt.</translation>
    </message>
    <message>
        <source>“%1” failed</source>
        <translation>„%1“ ist fehlgeschlagen</translation>
    </message>
    <message>
        <source>Starting to mine on %1</source>
        <translation>Schürfen auf %1 beginnt</translation>
    </message>
    <message>
        <source>Starting to validate on %1</source>
        <translation>Validieren auf %1 beginnt</translation>
    </message>
    <message>
        <source>Getting ready.</source>
        <translation>Wird vorbereitet.</translation>
    </message>
    <message>
        <source>Show the worker</source>
        <translation>Arbeiter zeigen</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal ansehen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>%1 so far. Closing this stops nothing: it goes on, and Mine shows how it ended.</source>
        <translation>%1 bisher. Schließen hält nichts an: Es geht weiter, und „Schürfen“ zeigt, wie es ausging.</translation>
    </message>
    <message>
        <source>Took %1.</source>
        <translation>Dauerte %1.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::LocalnetScreen</name>
    <message>
        <source>Localnet</source>
        <translation>Localnet</translation>
    </message>
    <message>
        <source>Reset…</source>
        <translation>Zurücksetzen…</translation>
    </message>
    <message>
        <source>Newest block</source>
        <translation>Neuester Block</translation>
    </message>
    <message>
        <source>1×</source>
        <translation>1×</translation>
    </message>
    <message>
        <source>4×</source>
        <translation>4×</translation>
    </message>
    <message>
        <source>16×</source>
        <translation>16×</translation>
    </message>
    <message>
        <source>As fast as possible</source>
        <translation>So schnell wie möglich</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Step a block</source>
        <translation>Ein Block</translation>
    </message>
    <message>
        <source>Step an epoch</source>
        <translation>Eine Epoche</translation>
    </message>
    <message>
        <source>Subnet whose epoch is stepped to</source>
        <translation>Subnetz, bis zu dessen Epoche gegangen wird</translation>
    </message>
    <message>
        <source>Any subnet</source>
        <translation>Beliebiges Subnetz</translation>
    </message>
    <message>
        <source>A step pauses the chain and makes its blocks at once. The chain has a time of its own: each block is one block time after the one before.</source>
        <translation>Ein Schritt hält die Chain an und macht seine Blöcke sofort. Die Chain hat ihre eigene Zeit: Jeder Block liegt eine Blockzeit nach dem vorigen.</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Chain</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Final</translation>
    </message>
    <message>
        <source>Chain time</source>
        <translation>Zeit der Chain</translation>
    </message>
    <message>
        <source>Block time</source>
        <translation>Blockzeit</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>World</source>
        <translation>Welt</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Genesis</source>
        <translation>Genesis</translation>
    </message>
    <message>
        <source>Snapshots</source>
        <translation>Schnappschüsse</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Zurück…</translation>
    </message>
    <message>
        <source>Fork…</source>
        <translation>Abzweigen…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Take…</source>
        <translation>Aufnehmen…</translation>
    </message>
    <message>
        <source>Next epochs</source>
        <translation>Nächste Epochen</translation>
    </message>
    <message>
        <source>Step to its epoch</source>
        <translation>Bis zu seiner Epoche gehen</translation>
    </message>
    <message>
        <source>The embedded chain rests</source>
        <translation>Die eingebettete Chain ruht</translation>
    </message>
    <message>
        <source>The embedded chain does not answer</source>
        <translation>Die eingebettete Chain antwortet nicht</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Noch einmal fragen</translation>
    </message>
    <message>
        <source>Asking the embedded chain</source>
        <translation>Die eingebettete Chain wird gefragt</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>Stepping</source>
        <translation>Schritt läuft</translation>
    </message>
    <message>
        <source>Speed: %1</source>
        <translation>Geschwindigkeit: %1</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Stop the step</source>
        <translation>Schritt beenden</translation>
    </message>
    <message>
        <source>This chain was made empty: it has no cast.</source>
        <translation>Diese Chain wurde leer angelegt: Sie hat keine Darsteller.</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 blocks per second</source>
        <translation>%1 Blöcke je Sekunde</translation>
    </message>
    <message>
        <source>%1, every state kept</source>
        <translation>%1, alle Zustände bewahrt</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>made by its first 300 blocks</source>
        <translation>aus den ersten 300 Blöcken</translation>
    </message>
    <message>
        <source>The snapshots cannot be listed</source>
        <translation>Die Schnappschüsse lassen sich nicht auflisten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Listing the snapshots</source>
        <translation>Die Schnappschüsse werden aufgelistet</translation>
    </message>
    <message>
        <source>No snapshots yet</source>
        <translation>Noch keine Schnappschüsse</translation>
    </message>
    <message>
        <source>A snapshot is the whole chain at a block, to come back to or to fork.</source>
        <translation>Ein Schnappschuss ist die ganze Chain an einem Block: zum Zurückkehren oder Abzweigen.</translation>
    </message>
    <message>
        <source>Take a snapshot</source>
        <translation>Einen Schnappschuss aufnehmen</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>The subnets cannot be read</source>
        <translation>Die Subnetze lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Reading the subnets and their proofs</source>
        <translation>Die Subnetze und ihre Beweise werden gelesen</translation>
    </message>
    <message>
        <source>No subnets</source>
        <translation>Keine Subnetze</translation>
    </message>
    <message>
        <source>This chain has the root network alone, which has no epochs.</source>
        <translation>Diese Chain hat nur das Root-Netz, und das hat keine Epochen.</translation>
    </message>
    <message>
        <source>The cast acts</source>
        <translation>Die Darsteller handeln</translation>
    </message>
    <message>
        <source>Stakers trade, validators set weights, miners register.</source>
        <translation>Staker kaufen und verkaufen, Validatoren setzen Gewichte, Miner melden sich an.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::LocalnetSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Letters, digits, hyphens and underscores.</source>
        <translation>Buchstaben, Ziffern, Binde- und Unterstriche.</translation>
    </message>
    <message>
        <source>Reset the chain</source>
        <translation>Die Chain zurücksetzen</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>A new chain begins at block 0 and takes this one&apos;s place.</source>
        <translation>Eine neue Chain beginnt bei Block 0 und tritt an die Stelle dieser.</translation>
    </message>
    <message>
        <source>Lost for good: all %1 blocks, every transaction in them, and what they made: balances, stakes, subnets and neurons of this chain.</source>
        <translation>Endgültig verloren: alle %1 Blöcke, jede Transaktion darin und was daraus wurde: Guthaben, Stakes, Subnetze und Neuronen dieser Chain.</translation>
    </message>
    <message>
        <source>Kept: snapshots, forks and your wallets&apos; keys. What you want to come back to, take a snapshot of first.</source>
        <translation>Es bleiben: Schnappschüsse, Abzweigungen und die Schlüssel Ihrer Wallets. Wollen Sie hierher zurückkehren können, nehmen Sie zuerst einen Schnappschuss auf.</translation>
    </message>
    <message>
        <source>With its world</source>
        <translation>Mit ihrer Welt</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Leer</translation>
    </message>
    <message>
        <source>The new chain</source>
        <translation>Die neue Chain</translation>
    </message>
    <message>
        <source>The world makes itself in the first 300 blocks; an empty chain has the root network alone.</source>
        <translation>Die Welt entsteht in den ersten 300 Blöcken; eine leere Chain hat nur das Root-Netz.</translation>
    </message>
    <message>
        <source>As now</source>
        <translation>Wie jetzt</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>A number; the same seed makes the same world. Empty: as this chain&apos;s.</source>
        <translation>Eine Zahl; derselbe Startwert ergibt dieselbe Welt. Leer: wie bei dieser Chain.</translation>
    </message>
    <message>
        <source>A seed is a whole number, 0 or more.</source>
        <translation>Ein Startwert ist eine ganze Zahl, 0 oder größer.</translation>
    </message>
    <message>
        <source>A new chain runs.</source>
        <translation>Eine neue Chain läuft.</translation>
    </message>
    <message>
        <source>Take a snapshot</source>
        <translation>Einen Schnappschuss aufnehmen</translation>
    </message>
    <message>
        <source>Take snapshot</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>A copy of the whole chain at its newest block. It stays on this machine until you delete it, also after a reset.</source>
        <translation>Eine Kopie der ganzen Chain an ihrem neuesten Block. Sie bleibt auf diesem Rechner, bis Sie sie löschen, auch nach einem Zurücksetzen.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>The snapshot is taken.</source>
        <translation>Der Schnappschuss ist aufgenommen.</translation>
    </message>
    <message>
        <source>Restore %1</source>
        <translation>Zurück zu %1</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Zurückkehren</translation>
    </message>
    <message>
        <source>The chain goes back to block %1, as it was when the snapshot was taken.</source>
        <translation>Die Chain kehrt zu Block %1 zurück, so wie sie bei der Aufnahme war.</translation>
    </message>
    <message>
        <source>Lost for good: this chain with all its %1 blocks. The snapshot is of the chain that ran before a reset.</source>
        <translation>Endgültig verloren: diese Chain mit allen %1 Blöcken. Der Schnappschuss stammt von der Chain, die vor einem Zurücksetzen lief.</translation>
    </message>
    <message>
        <source>Lost for good: blocks %1 to %2 and every transaction in them.</source>
        <translation>Endgültig verloren: die Blöcke %1 bis %2 und jede Transaktion darin.</translation>
    </message>
    <message>
        <source>Kept: all snapshots, this one too. To keep the blocks of now as well, take a snapshot first.</source>
        <translation>Es bleiben: alle Schnappschüsse, auch dieser. Sollen auch die jetzigen Blöcke bleiben, nehmen Sie zuerst einen Schnappschuss auf.</translation>
    </message>
    <message>
        <source>The chain is at block %1 again.</source>
        <translation>Die Chain steht wieder bei Block %1.</translation>
    </message>
    <message>
        <source>Fork %1</source>
        <translation>%1 abzweigen</translation>
    </message>
    <message>
        <source>Make fork</source>
        <translation>Abzweigen</translation>
    </message>
    <message>
        <source>A second chain with the same history up to block %1, in a folder of its own. This chain goes on as it is.</source>
        <translation>Eine zweite Chain mit derselben Geschichte bis Block %1, in einem eigenen Ordner. Diese Chain läuft weiter wie bisher.</translation>
    </message>
    <message>
        <source>Both have the same genesis: what is signed for one is valid on the other.</source>
        <translation>Beide haben dieselbe Genesis: Was für die eine signiert ist, gilt auch auf der anderen.</translation>
    </message>
    <message>
        <source>Name of the fork</source>
        <translation>Name der Abzweigung</translation>
    </message>
    <message>
        <source>The fork is made. Start it as a node of its own with:</source>
        <translation>Die Abzweigung ist angelegt. So starten Sie sie als eigenen Knoten:</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Lost for good: the copy of the chain at block %1 (%2). The chain itself and forks that were made of it stay.</source>
        <translation>Endgültig verloren: die Kopie der Chain bei Block %1 (%2). Die Chain selbst und Abzweigungen davon bleiben.</translation>
    </message>
    <message>
        <source>The snapshot is deleted.</source>
        <translation>Der Schnappschuss ist gelöscht.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::MainWindow</name>
    <message>
        <source>The machine slept: all wallets are locked.</source>
        <translation>Der Rechner schlief: Alle Wallets sind gesperrt.</translation>
    </message>
    <message>
        <source>Nobody was here: all wallets are locked.</source>
        <translation>Niemand war da: Alle Wallets sind gesperrt.</translation>
    </message>
    <message numerus="yes">
        <source>%1 copied. The clipboard is cleared in %n second(s).</source>
        <translation>
            <numerusform>%1 kopiert. Die Zwischenablage wird in %n Sekunde geleert.</numerusform>
            <numerusform>%1 kopiert. Die Zwischenablage wird in %n Sekunden geleert.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>It lost its place on the subnet. %1</source>
        <translation>Er hat seinen Platz im Subnetz verloren. %1</translation>
    </message>
    <message>
        <source>Its first earnings: %1.</source>
        <translation>Sein erster Verdienst: %1.</translation>
    </message>
    <message>
        <source>It works again.</source>
        <translation>Er arbeitet wieder.</translation>
    </message>
    <message>
        <source>It works.</source>
        <translation>Er arbeitet.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::MineScreen</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Schürfen</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Arbeiter</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Workers or models</source>
        <translation>Arbeiter oder Modelle</translation>
    </message>
    <message>
        <source>Start mining…</source>
        <translation>Schürfen beginnen…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Earned on this network</source>
        <translation>In diesem Netz verdient</translation>
    </message>
    <message>
        <source>Counted from blocks since each worker was made, at the price of each payout&apos;s block.</source>
        <translation>Aus Blöcken gezählt, seit jeder Arbeiter gemacht wurde, zum Preis des Blocks jeder Auszahlung.</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>What the workers drew, at the price that you set.</source>
        <translation>Was die Arbeiter verbraucht haben, zu dem Preis, den Sie angegeben haben.</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>Netto</translation>
    </message>
    <message>
        <source>Earned without the cost of energy.</source>
        <translation>Verdient ohne die Kosten der Energie.</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Workers that work now, of all.</source>
        <translation>Arbeiter, die jetzt arbeiten, von allen.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen…</translation>
    </message>
    <message>
        <source>Copy hotkey address</source>
        <translation>Hotkey-Adresse kopieren</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>The workers cannot be read</source>
        <translation>Die Arbeiter lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Wieder versuchen</translation>
    </message>
    <message>
        <source>Looking for workers on this machine</source>
        <translation>Sucht Arbeiter auf diesem Rechner</translation>
    </message>
    <message>
        <source>Nothing works here yet</source>
        <translation>Hier arbeitet noch nichts</translation>
    </message>
    <message>
        <source>One click registers a miner on this machine&apos;s own chain and runs the demonstration model: requests, scores and alpha come within a minute. Nothing of it is worth money.</source>
        <translation>Ein Klick registriert einen Miner auf der eigenen Chain dieses Rechners und lässt das Vorführmodell laufen: Anfragen, Wertungen und Alpha kommen binnen einer Minute. Nichts davon ist Geld wert.</translation>
    </message>
    <message>
        <source>Before anything is spent you see whether this machine can earn, and what it costs.</source>
        <translation>Bevor etwas ausgegeben wird, sehen Sie, ob dieser Rechner verdienen kann und was es kostet.</translation>
    </message>
    <message>
        <source>Start mining</source>
        <translation>Schürfen beginnen</translation>
    </message>
    <message>
        <source>Subnet %1 on %2</source>
        <translation>Subnetz %1 auf %2</translation>
    </message>
    <message numerus="yes">
        <source>Watts or the price of energy are not set for %n worker(s).</source>
        <translation>
            <numerusform>Watt oder Energiepreis fehlen bei %n Arbeiter.</numerusform>
            <numerusform>Watt oder Energiepreis fehlen bei %n Arbeitern.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Register again…</source>
        <translation>Neu registrieren…</translation>
    </message>
    <message>
        <source>Show details</source>
        <translation>Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Starting on %1: %2</source>
        <translation>Start auf %1: %2</translation>
    </message>
    <message>
        <source>The start on %1 failed at “%2”: %3</source>
        <translation>Der Start auf %1 ist bei „%2“ fehlgeschlagen: %3</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ModelsModel</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Bundled</source>
        <translation>Mitgeliefert</translation>
    </message>
    <message>
        <source>Own file</source>
        <translation>Eigene Datei</translation>
    </message>
    <message>
        <source>Comes with Taodeck: small, for the localnet and for practice.</source>
        <translation>Kommt mit Taodeck: klein, für das Localnet und zum Üben.</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>The file could not be read.</source>
        <translation>Die Datei ließ sich nicht lesen.</translation>
    </message>
    <message>
        <source>Quantisation</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>%1 bytes</source>
        <translation>%1 Bytes</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Tokens that it can look back on.</source>
        <translation>Tokens, auf die es zurückblicken kann.</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Not computed yet: check the file.</source>
        <translation>Noch nicht berechnet: Prüfen Sie die Datei.</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>Eignung</translation>
    </message>
    <message>
        <source>Whether it fits this machine now.</source>
        <translation>Ob es jetzt auf diesen Rechner passt.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ModelsPanel</name>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Neu prüfen</translation>
    </message>
    <message>
        <source>Copy SHA-256</source>
        <translation>SHA-256 kopieren</translation>
    </message>
    <message>
        <source>Add a file…</source>
        <translation>Datei hinzufügen…</translation>
    </message>
    <message>
        <source>This machine</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Memory free</source>
        <translation>Freier Speicher</translation>
    </message>
    <message>
        <source>Files of the GGUF format. A file from a stranger is opened in a confined process only: the worst that a broken one does is to be refused.</source>
        <translation>Dateien im GGUF-Format. Eine fremde Datei wird nur in einem abgeschirmten Prozess geöffnet: Schlimmstenfalls wird eine defekte abgelehnt.</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>Pfad kopieren</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>The models cannot be listed</source>
        <translation>Die Modelle lassen sich nicht auflisten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Wieder versuchen</translation>
    </message>
    <message>
        <source>Looking at the model files</source>
        <translation>Sieht die Modelldateien durch</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>Add a GGUF file; you see whether it fits before it is used.</source>
        <translation>Fügen Sie eine GGUF-Datei hinzu; Sie sehen, ob sie passt, bevor sie benutzt wird.</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Prüft…</translation>
    </message>
    <message>
        <source>%1. %2: %3</source>
        <translation>%1. %2: %3</translation>
    </message>
    <message>
        <source>Being measured.</source>
        <translation>Wird gemessen.</translation>
    </message>
    <message>
        <source>%1: %2 of %3 free</source>
        <translation>%1: %2 von %3 frei</translation>
    </message>
    <message>
        <source>None: %1</source>
        <translation>Keine: %1</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Add a model file</source>
        <translation>Modelldatei hinzufügen</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf)</source>
        <translation>GGUF-Modelle (*.gguf)</translation>
    </message>
    <message>
        <source>The file was not added. %1</source>
        <translation>Die Datei wurde nicht hinzugefügt. %1</translation>
    </message>
    <message>
        <source>The file was not checked. %1</source>
        <translation>Die Datei wurde nicht geprüft. %1</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::OverviewScreen</name>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) refused</source>
        <translation>
            <numerusform>%n Antwort abgelehnt</numerusform>
            <numerusform>%n Antworten abgelehnt</numerusform>
        </translation>
    </message>
    <message>
        <source>The node said something that its proofs did not show. Nothing of it was used.</source>
        <translation>Der Knoten sagte etwas, das seine Beweise nicht zeigten. Nichts davon wurde verwendet.</translation>
    </message>
    <message>
        <source>A key without a password</source>
        <translation>Ein Schlüssel ohne Passwort</translation>
    </message>
    <message>
        <source>Whoever can read the file of “%1” can spend from it.</source>
        <translation>Wer die Datei von „%1“ lesen kann, kann davon ausgeben.</translation>
    </message>
    <message>
        <source>Set a password</source>
        <translation>Passwort setzen</translation>
    </message>
    <message>
        <source>Idle balance</source>
        <translation>Ruhendes Guthaben</translation>
    </message>
    <message>
        <source>%1 earn nothing while they lie free.</source>
        <translation>%1 verdienen nichts, solange sie frei liegen.</translation>
    </message>
    <message>
        <source>Choose a validator</source>
        <translation>Validator wählen</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Total value</source>
        <translation>Gesamtwert</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Can be sent or staked now.</source>
        <translation>Kann jetzt gesendet oder gestakt werden.</translation>
    </message>
    <message>
        <source>Staked, at the price now</source>
        <translation>Gestakt, zum Preis jetzt</translation>
    </message>
    <message>
        <source>Alpha of every position times the marginal price.</source>
        <translation>Alpha jeder Position mal Grenzpreis.</translation>
    </message>
    <message>
        <source>Staked, if you leave now</source>
        <translation>Gestakt, beim Ausstieg jetzt</translation>
    </message>
    <message>
        <source>What unstaking everything would return, after price impact and fee.</source>
        <translation>Was das Lösen von allem brächte, nach Preiswirkung und Gebühr.</translation>
    </message>
    <message>
        <source>Reserved</source>
        <translation>Reserviert</translation>
    </message>
    <message>
        <source>Held by the chain, for example as a deposit.</source>
        <translation>Von der Chain gehalten, etwa als Einlage.</translation>
    </message>
    <message>
        <source>Latest block</source>
        <translation>Neuester Block</translation>
    </message>
    <message>
        <source>Verified final</source>
        <translation>Als final geprüft</translation>
    </message>
    <message>
        <source>Time per block</source>
        <translation>Zeit je Block</translation>
    </message>
    <message>
        <source>Authorities</source>
        <translation>Autoritäten</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>Value over time</source>
        <translation>Wert im Lauf der Zeit</translation>
    </message>
    <message>
        <source>Needs you</source>
        <translation>Braucht Sie</translation>
    </message>
    <message>
        <source>Earned per day</source>
        <translation>Verdient je Tag</translation>
    </message>
    <message>
        <source>Recent actions</source>
        <translation>Letzte Aktionen</translation>
    </message>
    <message>
        <source>No wallet yet</source>
        <translation>Noch keine Wallet</translation>
    </message>
    <message>
        <source>Create one, import one, or watch an address; then this screen shows what it owns.</source>
        <translation>Legen Sie eine an, lesen Sie eine ein oder beobachten Sie eine Adresse; dann steht hier, was sie besitzt.</translation>
    </message>
    <message>
        <source>Add a wallet</source>
        <translation>Wallet hinzufügen</translation>
    </message>
    <message>
        <source>The wallets cannot be read</source>
        <translation>Die Wallets sind nicht lesbar</translation>
    </message>
    <message>
        <source>There is no wallet to look at.</source>
        <translation>Es gibt keine Wallet zum Ansehen.</translation>
    </message>
    <message>
        <source>Being read from the chain.</source>
        <translation>Wird von der Chain gelesen.</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 in set %2</source>
        <translation>%1 in Satz %2</translation>
    </message>
    <message>
        <source>Nothing needs you</source>
        <translation>Nichts braucht Sie</translation>
    </message>
    <message>
        <source>Balances, keys and connection are in order.</source>
        <translation>Guthaben, Schlüssel und Verbindung sind in Ordnung.</translation>
    </message>
    <message>
        <source>Nothing to draw yet</source>
        <translation>Noch nichts zu zeichnen</translation>
    </message>
    <message>
        <source>Reading what this machine remembers</source>
        <translation>Liest, was dieser Rechner sich gemerkt hat</translation>
    </message>
    <message>
        <source>The history cannot be read</source>
        <translation>Der Verlauf ist nicht lesbar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>The line starts with the first observations that this machine makes.</source>
        <translation>Die Linie beginnt mit den ersten Beobachtungen dieses Rechners.</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>Nothing earned yet</source>
        <translation>Noch nichts verdient</translation>
    </message>
    <message>
        <source>Stake earns with each epoch of its subnet; what arrives is counted here.</source>
        <translation>Stake verdient mit jeder Epoche seines Subnetzes; was ankommt, wird hier gezählt.</translation>
    </message>
    <message>
        <source>Failed · %1</source>
        <translation>Fehlgeschlagen · %1</translation>
    </message>
    <message>
        <source>On its way · %1</source>
        <translation>Unterwegs · %1</translation>
    </message>
    <message>
        <source>Done · %1</source>
        <translation>Fertig · %1</translation>
    </message>
    <message>
        <source>No actions yet</source>
        <translation>Noch keine Aktionen</translation>
    </message>
    <message>
        <source>What you send and stake from here is listed.</source>
        <translation>Was Sie von hier senden und staken, steht hier.</translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) stopped working</source>
        <translation>
            <numerusform>%n Arbeiter arbeitet nicht mehr</numerusform>
            <numerusform>%n Arbeiter arbeiten nicht mehr</numerusform>
        </translation>
    </message>
    <message>
        <source>They will not go on by themselves. Mine says why, and what to do.</source>
        <translation>Sie machen nicht von selbst weiter. „Schürfen“ sagt, warum und was zu tun ist.</translation>
    </message>
    <message>
        <source>Open Mine</source>
        <translation>„Schürfen“ öffnen</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::PasswordMeter</name>
    <message>
        <source>At least six characters; several uncommon words are best.</source>
        <translation>Mindestens sechs Zeichen; am besten mehrere ungewöhnliche Wörter.</translation>
    </message>
    <message>
        <source>Too weak</source>
        <translation>Zu schwach</translation>
    </message>
    <message>
        <source>Fair</source>
        <translation>Mäßig</translation>
    </message>
    <message>
        <source>Good</source>
        <translation>Gut</translation>
    </message>
    <message>
        <source>Strong</source>
        <translation>Stark</translation>
    </message>
    <message>
        <source>%1 (%2 of 100)</source>
        <translation>%1 (%2 von 100)</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::PasswordSheet</name>
    <message>
        <source>Change the password of %1</source>
        <translation>Passwort von %1 ändern</translation>
    </message>
    <message>
        <source>Password now</source>
        <translation>Jetziges Passwort</translation>
    </message>
    <message>
        <source>This key has none yet: leave it empty.</source>
        <translation>Dieser Schlüssel hat noch keines: leer lassen.</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Neues Passwort</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Neues Passwort noch einmal</translation>
    </message>
    <message>
        <source>The recovery phrase stays the same. Copies of the old key file keep the old password.</source>
        <translation>Die Wiederherstellungsphrase bleibt. Kopien der alten Schlüsseldatei behalten das alte Passwort.</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Choose a longer or less common password.</source>
        <translation>Wählen Sie ein längeres oder weniger gängiges Passwort.</translation>
    </message>
    <message>
        <source>The two are not the same.</source>
        <translation>Die beiden sind nicht gleich.</translation>
    </message>
    <message>
        <source>The password was changed.</source>
        <translation>Das Passwort wurde geändert.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::PhraseSheet</name>
    <message>
        <source>Recovery phrase of %1</source>
        <translation>Wiederherstellungsphrase von %1</translation>
    </message>
    <message>
        <source>Whoever reads these words owns everything in this wallet. Make sure that nobody and no camera sees the screen.</source>
        <translation>Wer diese Wörter liest, besitzt alles in dieser Wallet. Achten Sie darauf, dass niemand und keine Kamera den Bildschirm sieht.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Asked again, even when the wallet is unlocked.</source>
        <translation>Wird auch bei entsperrter Wallet noch einmal gefragt.</translation>
    </message>
    <message>
        <source>Show the words</source>
        <translation>Wörter zeigen</translation>
    </message>
    <message>
        <source>This key was not made from a phrase, so there is none to show.</source>
        <translation>Dieser Schlüssel entstand nicht aus einer Phrase, es gibt keine zu zeigen.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::PhraseView</name>
    <message>
        <source>Recovery phrase</source>
        <translation>Wiederherstellungsphrase</translation>
    </message>
    <message>
        <source>The words are not given to screen readers.</source>
        <translation>Die Wörter werden Bildschirmlesern nicht gegeben.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::PositionsModel</name>
    <message>
        <source>This machine has not watched long enough to say.</source>
        <translation>Dieser Rechner hat noch nicht lange genug beobachtet.</translation>
    </message>
    <message>
        <source>Validator</source>
        <translation>Validator</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>Root</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Staked</source>
        <translation>Gestakt</translation>
    </message>
    <message>
        <source>Alpha of the subnet; TAO on root.</source>
        <translation>Alpha des Subnetzes; TAO auf Root.</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Alpha times the marginal price.</source>
        <translation>Alpha mal Grenzpreis.</translation>
    </message>
    <message>
        <source>Exit now</source>
        <translation>Ausstieg</translation>
    </message>
    <message>
        <source>What unstaking all of it in this block would return, after price impact and pool fee.</source>
        <translation>Was das Lösen von allem in diesem Block brächte, nach Preiswirkung und Poolgebühr.</translation>
    </message>
    <message>
        <source>Exit loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>How much less than the value leaving now returns.</source>
        <translation>Wie viel weniger als den Wert ein Ausstieg jetzt bringt.</translation>
    </message>
    <message>
        <source>Earned 24 h</source>
        <translation>Verdient 24 h</translation>
    </message>
    <message>
        <source>Counted by this machine from blocks; own stake and unstake taken out.</source>
        <translation>Von diesem Rechner aus Blöcken gezählt; eigenes Staken und Lösen herausgerechnet.</translation>
    </message>
    <message>
        <source>Earned 30 d</source>
        <translation>Verdient 30 T</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Your part of the alpha behind this validator here.</source>
        <translation>Ihr Anteil am Alpha hinter diesem Validator hier.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>How far the row can be trusted.</source>
        <translation>Wie weit der Zeile zu trauen ist.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ProofPanel</name>
    <message>
        <source>Proof</source>
        <translation>Beweis</translation>
    </message>
    <message>
        <source>Reading the proof from the node and checking it</source>
        <translation>Liest den Beweis vom Knoten und prüft ihn</translation>
    </message>
    <message>
        <source>There is no proof to show</source>
        <translation>Es gibt keinen Beweis zu zeigen</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>Export to a file</source>
        <translation>In eine Datei</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>Finalised by</source>
        <translation>Finalisiert von</translation>
    </message>
    <message>
        <source>%1 of %2 authorities (%3 needed), round %4, set %5</source>
        <translation>%1 von %2 Autoritäten (%3 nötig), Runde %4, Satz %5</translation>
    </message>
    <message>
        <source>Justified block</source>
        <translation>Nachgewiesener Block</translation>
    </message>
    <message>
        <source>no justification held for this block</source>
        <translation>für diesen Block liegt kein Nachweis vor</translation>
    </message>
    <message>
        <source>Proof size</source>
        <translation>Größe des Beweises</translation>
    </message>
    <message numerus="yes">
        <source>%1 bytes in %n node(s)</source>
        <translation>
            <numerusform>%1 Bytes in %n Knoten</numerusform>
            <numerusform>%1 Bytes in %n Knoten</numerusform>
        </translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Proven absent: the state has no such key.</source>
        <translation>Bewiesen abwesend: Der Zustand hat keinen solchen Schlüssel.</translation>
    </message>
    <message>
        <source>SCALE, as the state holds it.</source>
        <translation>SCALE, wie es im Zustand steht.</translation>
    </message>
    <message>
        <source>Proof nodes</source>
        <translation>Beweisknoten</translation>
    </message>
    <message>
        <source>Trie nodes from the value up to the root; each hashes into the one above.</source>
        <translation>Knoten des Baums vom Wert bis zur Wurzel; jeder steht als Hash im nächsthöheren.</translation>
    </message>
    <message>
        <source>State root</source>
        <translation>Zustandswurzel</translation>
    </message>
    <message>
        <source>What the topmost node hashes to, and what the header says.</source>
        <translation>Der Hash des obersten Knotens, und was der Header sagt.</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>SCALE; its Blake2b hash is the block hash below.</source>
        <translation>SCALE; sein Blake2b-Hash ist der Block-Hash darunter.</translation>
    </message>
    <message>
        <source>Block hash</source>
        <translation>Block-Hash</translation>
    </message>
    <message>
        <source>Justification</source>
        <translation>Finalitätsnachweis</translation>
    </message>
    <message>
        <source>GRANDPA precommits of the authorities of set %1.</source>
        <translation>GRANDPA-Precommits der Autoritäten von Satz %1.</translation>
    </message>
    <message>
        <source>Export the proof</source>
        <translation>Beweis ausgeben</translation>
    </message>
    <message>
        <source>The proof was written to %1.</source>
        <translation>Der Beweis wurde nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>The proof could not be written: %1</source>
        <translation>Der Beweis konnte nicht geschrieben werden: %1</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::QrCode</name>
    <message>
        <source>QR code of %1</source>
        <translation>QR-Code von %1</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::Rail</name>
    <message>
        <source>Screens</source>
        <translation>Ansichten</translation>
    </message>
    <message>
        <source>Narrow or widen the rail</source>
        <translation>Leiste schmaler oder breiter</translation>
    </message>
    <message>
        <source>Block %1 · %2</source>
        <translation>Block %1 · %2</translation>
    </message>
    <message>
        <source>Verifying %1 of %2</source>
        <translation>Prüft %1 von %2</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ReceiveSheet</name>
    <message>
        <source>Receive</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Only TAO of the network “%1”. The same address exists on every network of this kind, but what is sent on one does not arrive on another.</source>
        <translation>Nur TAO des Netzwerks „%1“. Dieselbe Adresse gibt es auf jedem Netzwerk dieser Art, aber was auf einem gesendet wird, kommt auf einem anderen nicht an.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::RequestsModel</name>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Too many</source>
        <translation>Zu viele</translation>
    </message>
    <message>
        <source>Not permitted</source>
        <translation>Nicht erlaubt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>No answer in time</source>
        <translation>Keine Antwort in der Zeit</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>Zeit (UTC)</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Mit</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Its beginning.</source>
        <translation>Ihr Anfang.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>There is no answer.</source>
        <translation>Es gibt keine Antwort.</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Of the answer.</source>
        <translation>Der Antwort.</translation>
    </message>
    <message>
        <source>%1 in the question, %2 in the answer</source>
        <translation>%1 in der Frage, %2 in der Antwort</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>What this validator gave.</source>
        <translation>Was dieser Validator gab.</translation>
    </message>
    <message>
        <source>A miner learns its score from the chain, at the epoch.</source>
        <translation>Ein Miner erfährt seine Wertung von der Chain, mit der Epoche.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ReviewPage</name>
    <message>
        <source>Network fee</source>
        <translation>Netzwerkgebühr</translation>
    </message>
    <message>
        <source>Pool fee</source>
        <translation>Poolgebühr</translation>
    </message>
    <message numerus="yes">
        <source>at block %1, in %n block(s)</source>
        <translation>
            <numerusform>bei Block %1, in %n Block</numerusform>
            <numerusform>bei Block %1, in %n Blöcken</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (about %2)</source>
        <translation>%1 (etwa %2)</translation>
    </message>
    <message>
        <source>Lapses</source>
        <translation>Verfällt</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Bindung</translation>
    </message>
    <message>
        <source>None known: it can be moved or unstaked at any time.</source>
        <translation>Keine bekannt: kann jederzeit bewegt oder gelöst werden.</translation>
    </message>
    <message>
        <source>Free balance afterwards</source>
        <translation>Freies Guthaben danach</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>Made from</source>
        <translation>Grundlage</translation>
    </message>
    <message>
        <source>Root (no pool, 1 to 1)</source>
        <translation>Root (kein Pool, 1 zu 1)</translation>
    </message>
    <message>
        <source>Subnet %1</source>
        <translation>Subnetz %1</translation>
    </message>
    <message>
        <source>Subnet %1 · %2</source>
        <translation>Subnetz %1 · %2</translation>
    </message>
    <message>
        <source>Validator</source>
        <translation>Validator</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>You receive about</source>
        <translation>Sie erhalten etwa</translation>
    </message>
    <message>
        <source>Price impact</source>
        <translation>Preiswirkung</translation>
    </message>
    <message>
        <source>%1 your impact, protected to ±%2</source>
        <translation>%1 Ihre Wirkung, geschützt bis ±%2</translation>
    </message>
    <message>
        <source>Limit price</source>
        <translation>Grenzpreis</translation>
    </message>
    <message>
        <source>at most %1 per alpha; now %2</source>
        <translation>höchstens %1 je Alpha; jetzt %2</translation>
    </message>
    <message>
        <source>at least %1 per alpha; now %2</source>
        <translation>mindestens %1 je Alpha; jetzt %2</translation>
    </message>
    <message>
        <source>If the limit binds</source>
        <translation>Wenn die Grenze greift</translation>
    </message>
    <message>
        <source>It fills as far as the limit allows.</source>
        <translation>Es wird ausgeführt, so weit die Grenze es erlaubt.</translation>
    </message>
    <message>
        <source>Nothing happens; only the network fee is spent.</source>
        <translation>Nichts geschieht; nur die Netzwerkgebühr wird ausgegeben.</translation>
    </message>
    <message>
        <source>What the bytes say: %1.%2</source>
        <translation>Was die Bytes sagen: %1.%2</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Runtime, nonce, tip</source>
        <translation>Runtime, Nonce, Trinkgeld</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>Decoded again from the bytes that will be signed, not copied from the form.</source>
        <translation>Aus den zu signierenden Bytes wieder entschlüsselt, nicht aus dem Formular kopiert.</translation>
    </message>
    <message>
        <source>Password of the wallet</source>
        <translation>Passwort der Wallet</translation>
    </message>
    <message>
        <source>The key is unlocked on this machine only.</source>
        <translation>Der Schlüssel wird nur auf diesem Rechner entsperrt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>This wallet only watches: its key is not on this machine.</source>
        <translation>Diese Wallet beobachtet nur: Ihr Schlüssel liegt nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Unlocking…</source>
        <translation>Entsperrt…</translation>
    </message>
    <message>
        <source>Signing…</source>
        <translation>Signiert…</translation>
    </message>
    <message>
        <source>(%1)</source>
        <translation>(%1)</translation>
    </message>
    <message>
        <source>Hotkey</source>
        <translation>Hotkey</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>%1 now, at most %2; it is burned</source>
        <translation>jetzt %1, höchstens %2; es wird verbrannt</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::SecretEdit</name>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::SendForm</name>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Choose from the address book</source>
        <translation>Aus dem Adressbuch wählen</translation>
    </message>
    <message>
        <source>Known recipients</source>
        <translation>Bekannte Empfänger</translation>
    </message>
    <message>
        <source>SS58 address</source>
        <translation>SS58-Adresse</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Every character is shown below for comparison.</source>
        <translation>Jedes Zeichen steht darunter zum Vergleich.</translation>
    </message>
    <message>
        <source>Amount in TAO</source>
        <translation>Betrag in TAO</translation>
    </message>
    <message>
        <source>Free: %1</source>
        <translation>Frei: %1</translation>
    </message>
    <message>
        <source>The free balance is not known yet.</source>
        <translation>Das freie Guthaben ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max</translation>
    </message>
    <message>
        <source>Send everything and close this account</source>
        <translation>Alles senden und dieses Konto schließen</translation>
    </message>
    <message>
        <source>Keep this account alive (leave the existential deposit)</source>
        <translation>Dieses Konto erhalten (Mindesteinlage lassen)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>The checksum does not match: a character is wrong or missing.</source>
        <translation>Die Prüfsumme stimmt nicht: Ein Zeichen ist falsch oder fehlt.</translation>
    </message>
    <message>
        <source>This is not an address. It has about 48 letters and digits and starts with 5.</source>
        <translation>Das ist keine Adresse. Sie hat etwa 48 Buchstaben und Ziffern und beginnt mit 5.</translation>
    </message>
    <message>
        <source>Type or paste the recipient&apos;s address.</source>
        <translation>Geben Sie die Adresse des Empfängers ein oder fügen Sie sie ein.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::SettingsScreen</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Offline: open no connection at all</source>
        <translation>Offline: gar keine Verbindung öffnen</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>Runtime</translation>
    </message>
    <message>
        <source>Refused answers</source>
        <translation>Abgelehnte Antworten</translation>
    </message>
    <message>
        <source>Best word now</source>
        <translation>Bestes Wort jetzt</translation>
    </message>
    <message>
        <source>What trust starts from</source>
        <translation>Womit Vertrauen beginnt</translation>
    </message>
    <message>
        <source>Another node</source>
        <translation>Ein anderer Knoten</translation>
    </message>
    <message>
        <source>My node</source>
        <translation>Mein Knoten</translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation>Endpunkt</translation>
    </message>
    <message>
        <source>wss:// with a valid certificate; ws:// only on this machine.</source>
        <translation>wss:// mit gültigem Zertifikat; ws:// nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Add node</source>
        <translation>Knoten hinzufügen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>100 %</source>
        <translation>100 %</translation>
    </message>
    <message>
        <source>125 %</source>
        <translation>125 %</translation>
    </message>
    <message>
        <source>150 %</source>
        <translation>150 %</translation>
    </message>
    <message>
        <source>200 %</source>
        <translation>200 %</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Textgröße</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>Nach %n Minute</numerusform>
            <numerusform>Nach %n Minuten</numerusform>
        </translation>
    </message>
    <message>
        <source>Lock all wallets when nobody is here</source>
        <translation>Alle Wallets sperren, wenn niemand da ist</translation>
    </message>
    <message>
        <source>Also after the machine has slept.</source>
        <translation>Auch nachdem der Rechner geschlafen hat.</translation>
    </message>
    <message>
        <source>Lock all now</source>
        <translation>Jetzt alle sperren</translation>
    </message>
    <message>
        <source>All wallets are locked.</source>
        <translation>Alle Wallets sind gesperrt.</translation>
    </message>
    <message numerus="yes">
        <source>What is copied leaves the clipboard after %n second(s); a pasted secret leaves it at once.</source>
        <translation>
            <numerusform>Kopiertes verlässt die Zwischenablage nach %n Sekunde, ein eingefügtes Geheimnis sofort.</numerusform>
            <numerusform>Kopiertes verlässt die Zwischenablage nach %n Sekunden, ein eingefügtes Geheimnis sofort.</numerusform>
        </translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>History, address book and settings. No secret is kept there; keys lie in the wallet folders.</source>
        <translation>Verlauf, Adressbuch und Einstellungen. Dort liegt kein Geheimnis; Schlüssel liegen in den Wallet-Ordnern.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>Entwicklung</translation>
    </message>
    <message>
        <source>started on this machine</source>
        <translation>auf diesem Rechner gestartet</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message numerus="yes">
        <source>%n open socket(s)</source>
        <translation>
            <numerusform>%n offene Verbindung</numerusform>
            <numerusform>%n offene Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, version %2</source>
        <translation>%1, Version %2</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>An endpoint starts with wss:// (or ws:// on this machine).</source>
        <translation>Ein Endpunkt beginnt mit wss:// (oder ws:// auf diesem Rechner).</translation>
    </message>
    <message>
        <source>Unattended work</source>
        <translation>Unbeaufsichtigte Arbeit</translation>
    </message>
    <message>
        <source>Keep running in the tray when the window is closed</source>
        <translation>Im Infobereich weiterlaufen, wenn das Fenster geschlossen wird</translation>
    </message>
    <message>
        <source>Start Taodeck at login</source>
        <translation>Taodeck bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>Starting at login is not supported here yet: use the system&apos;s own settings.</source>
        <translation>Der Start bei der Anmeldung wird hier noch nicht unterstützt: Nutzen Sie die Einstellungen des Systems.</translation>
    </message>
    <message>
        <source>Workers that start with Taodeck then work without a click. Wallets stay locked.</source>
        <translation>Arbeiter, die mit Taodeck starten, arbeiten dann ohne einen Klick. Wallets bleiben gesperrt.</translation>
    </message>
    <message>
        <source>This desktop has no tray, so closing the window ends the program.</source>
        <translation>Diese Oberfläche hat keinen Infobereich; das Schließen des Fensters beendet das Programm.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::Sheet</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::SnapshotsModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Chain</translation>
    </message>
    <message>
        <source>Whether it was taken of this chain or before a reset.</source>
        <translation>Ob er von dieser Chain stammt oder von vor einem Zurücksetzen.</translation>
    </message>
    <message>
        <source>This chain</source>
        <translation>Diese Chain</translation>
    </message>
    <message>
        <source>Before a reset</source>
        <translation>Frühere</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::StakeForm</name>
    <message>
        <source>Stake</source>
        <translation>Staken</translation>
    </message>
    <message>
        <source>Amount in TAO</source>
        <translation>Betrag in TAO</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Free: %1</source>
        <translation>Frei: %1</translation>
    </message>
    <message>
        <source>The free balance is not known yet.</source>
        <translation>Das freie Guthaben ist noch nicht bekannt.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::StakeScreen</name>
    <message>
        <source>Stake</source>
        <translation>Staken</translation>
    </message>
    <message>
        <source>Get 100 τ for testing</source>
        <translation>100 τ zum Testen holen</translation>
    </message>
    <message>
        <source>Sends 100 τ from //Alice, an account that exists on development networks only.</source>
        <translation>Sendet 100 τ von //Alice, einem Konto, das es nur auf Entwicklungsnetzen gibt.</translation>
    </message>
    <message>
        <source>If you leave now</source>
        <translation>Beim Ausstieg jetzt</translation>
    </message>
    <message>
        <source>What unstaking everything would return, after price impact and fee.</source>
        <translation>Was das Lösen von allem brächte, nach Preiswirkung und Gebühr.</translation>
    </message>
    <message>
        <source>At the price now</source>
        <translation>Zum Preis jetzt</translation>
    </message>
    <message>
        <source>Alpha of every position times the marginal price.</source>
        <translation>Alpha jeder Position mal Grenzpreis.</translation>
    </message>
    <message>
        <source>Leaving costs</source>
        <translation>Der Ausstieg kostet</translation>
    </message>
    <message>
        <source>The difference: price impact and pool fee.</source>
        <translation>Der Unterschied: Preiswirkung und Poolgebühr.</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Show proof</source>
        <translation>Beweis zeigen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Unstake</source>
        <translation>Stake lösen</translation>
    </message>
    <message>
        <source>Unstake…</source>
        <translation>Stake lösen…</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen…</translation>
    </message>
    <message>
        <source>Copy validator address</source>
        <translation>Adresse des Validators kopieren</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Validators</source>
        <translation>Validatoren</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>Name or address</source>
        <translation>Name oder Adresse</translation>
    </message>
    <message>
        <source>Search validators</source>
        <translation>Validatoren suchen</translation>
    </message>
    <message>
        <source>Estimates carry the last epoch on for a year. Prices, takes and dividends change; what you really earn is counted in your positions.</source>
        <translation>Schätzungen führen die letzte Epoche ein Jahr lang fort. Preise, Anteile und Dividenden ändern sich; was Sie wirklich verdienen, wird in Ihren Positionen gezählt.</translation>
    </message>
    <message>
        <source>There is no wallet to stake from.</source>
        <translation>Es gibt keine Wallet, von der gestakt werden kann.</translation>
    </message>
    <message>
        <source>This wallet only watches: its key is not on this machine.</source>
        <translation>Diese Wallet beobachtet nur: Ihr Schlüssel liegt nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Choose a validator in the list.</source>
        <translation>Wählen Sie einen Validator in der Liste.</translation>
    </message>
    <message>
        <source>Being read from the chain.</source>
        <translation>Wird von der Chain gelesen.</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>No wallet yet</source>
        <translation>Noch keine Wallet</translation>
    </message>
    <message>
        <source>A position belongs to a wallet&apos;s coldkey.</source>
        <translation>Eine Position gehört zum Coldkey einer Wallet.</translation>
    </message>
    <message>
        <source>Add a wallet</source>
        <translation>Wallet hinzufügen</translation>
    </message>
    <message>
        <source>The positions cannot be read</source>
        <translation>Die Positionen sind nicht lesbar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Reading positions and their proofs</source>
        <translation>Liest Positionen und ihre Beweise</translation>
    </message>
    <message>
        <source>Nothing staked</source>
        <translation>Nichts gestakt</translation>
    </message>
    <message>
        <source>Choose a validator below; you see the price and the exit value before you sign.</source>
        <translation>Wählen Sie unten einen Validator; Preis und Ausstiegswert sehen Sie, bevor Sie signieren.</translation>
    </message>
    <message>
        <source>Root</source>
        <translation>Root</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Subnet %1</source>
        <translation>Subnetz %1</translation>
    </message>
    <message>
        <source>The subnets cannot be read</source>
        <translation>Die Subnetze sind nicht lesbar</translation>
    </message>
    <message>
        <source>The validators cannot be read</source>
        <translation>Die Validatoren sind nicht lesbar</translation>
    </message>
    <message>
        <source>Reading validators and their evidence</source>
        <translation>Liest Validatoren und ihre Belege</translation>
    </message>
    <message>
        <source>No validators here</source>
        <translation>Hier keine Validatoren</translation>
    </message>
    <message>
        <source>Nobody validates on this subnet yet.</source>
        <translation>Auf diesem Subnetz validiert noch niemand.</translation>
    </message>
    <message>
        <source>No validator matches</source>
        <translation>Kein Validator passt</translation>
    </message>
    <message>
        <source>Neither a name nor an address fits “%1”.</source>
        <translation>Weder ein Name noch eine Adresse passt zu „%1“.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Test funds</source>
        <translation>Testguthaben</translation>
    </message>
    <message>
        <source>No funds were sent. %1</source>
        <translation>Es wurde nichts gesendet. %1</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::StakingForm</name>
    <message>
        <source>Validator</source>
        <translation>Validator</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>Root (no pool, 1 to 1)</source>
        <translation>Root (kein Pool, 1 zu 1)</translation>
    </message>
    <message>
        <source>Subnet %1 · %2</source>
        <translation>Subnetz %1 · %2</translation>
    </message>
    <message>
        <source>Max</source>
        <translation>Max</translation>
    </message>
    <message>
        <source>Price limit</source>
        <translation>Preisgrenze</translation>
    </message>
    <message>
        <source>The chain refuses the order when the price would end further away than this.</source>
        <translation>Die Chain lehnt den Auftrag ab, wenn der Preis weiter als dies wegliefe.</translation>
    </message>
    <message>
        <source>Fill a part when the limit does not allow all</source>
        <translation>Teilweise ausführen, wenn die Grenze nicht alles erlaubt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::StartFlow</name>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::StartForm</name>
    <message>
        <source>Register again</source>
        <translation>Neu registrieren</translation>
    </message>
    <message>
        <source>Start mining or validating</source>
        <translation>Schürfen oder validieren</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>Schürfen</translation>
    </message>
    <message>
        <source>Validate</source>
        <translation>Validieren</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Subnet</source>
        <translation>Subnetz</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Path of the recipe file</source>
        <translation>Pfad der Rezeptdatei</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Rezept</translation>
    </message>
    <message>
        <source>A file that says which program runs, where, and how its health is checked.</source>
        <translation>Eine Datei, die sagt, welches Programm wo läuft und wie seine Gesundheit geprüft wird.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Wallet that pays</source>
        <translation>Wallet, die bezahlt</translation>
    </message>
    <message>
        <source>Hotkey that works</source>
        <translation>Hotkey, der arbeitet</translation>
    </message>
    <message>
        <source>Make a practice wallet</source>
        <translation>Übungs-Wallet machen</translation>
    </message>
    <message>
        <source>203.0.113.7</source>
        <translation>203.0.113.7</translation>
    </message>
    <message>
        <source>A free one</source>
        <translation>Ein freier</translation>
    </message>
    <message>
        <source>Address for validators</source>
        <translation>Adresse für Validatoren</translation>
    </message>
    <message>
        <source>Of this machine on the internet. It is announced on the chain for everyone to see.</source>
        <translation>Dieses Rechners im Internet. Sie wird auf der Chain für alle sichtbar angekündigt.</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>The router must pass it on to this machine.</source>
        <translation>Der Router muss ihn an diesen Rechner weitergeben.</translation>
    </message>
    <message>
        <source>Registration costs now</source>
        <translation>Registrieren kostet jetzt</translation>
    </message>
    <message>
        <source>Burned: it does not come back.</source>
        <translation>Verbrannt: Es kommt nicht zurück.</translation>
    </message>
    <message>
        <source>Immune after that</source>
        <translation>Danach geschützt</translation>
    </message>
    <message>
        <source>Earning now</source>
        <translation>Jetzt verdienen</translation>
    </message>
    <message>
        <source>Pay at most (τ)</source>
        <translation>Höchstens bezahlen (τ)</translation>
    </message>
    <message>
        <source>The chain refuses the registration when it costs more by then.</source>
        <translation>Die Chain lehnt die Registrierung ab, wenn sie dann mehr kostet.</translation>
    </message>
    <message>
        <source>Password of the wallet</source>
        <translation>Passwort der Wallet</translation>
    </message>
    <message>
        <source>The key is unlocked on this machine only.</source>
        <translation>Der Schlüssel wird nur auf diesem Rechner entsperrt.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 (not started)</source>
        <translation>%1 (nicht gestartet)</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 (only watches)</source>
        <translation>%1 (beobachtet nur)</translation>
    </message>
    <message>
        <source>There is no model yet: add one on the Models page.</source>
        <translation>Es gibt noch kein Modell: Fügen Sie auf der Seite „Modelle“ eines hinzu.</translation>
    </message>
    <message>
        <source>Looking at the models.</source>
        <translation>Sieht die Modelle durch.</translation>
    </message>
    <message>
        <source>There is no wallet to pay the registration from.</source>
        <translation>Es gibt keine Wallet, aus der die Registrierung bezahlt werden kann.</translation>
    </message>
    <message>
        <source>This wallet only watches: its key is not on this machine.</source>
        <translation>Diese Wallet beobachtet nur: Ihr Schlüssel liegt nicht auf diesem Rechner.</translation>
    </message>
    <message>
        <source>This wallet has no hotkey that a worker can use: it must be on this machine and without a password.</source>
        <translation>Diese Wallet hat keinen Hotkey, den ein Arbeiter nutzen kann: Er muss auf diesem Rechner liegen und ohne Passwort sein.</translation>
    </message>
    <message>
        <source>There is no subnet to work on.</source>
        <translation>Es gibt kein Subnetz zum Arbeiten.</translation>
    </message>
    <message>
        <source>The subnets are being read.</source>
        <translation>Die Subnetze werden gelesen.</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Wählen Sie ein Modell.</translation>
    </message>
    <message>
        <source>This model file is broken. Choose another one.</source>
        <translation>Diese Modelldatei ist defekt. Wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>This model is too large for this machine. Choose another.</source>
        <translation>Dieses Modell ist zu groß für diesen Rechner. Wählen Sie ein anderes.</translation>
    </message>
    <message>
        <source>Choose a recipe file.</source>
        <translation>Wählen Sie eine Rezeptdatei.</translation>
    </message>
    <message>
        <source>Type the address that validators shall use.</source>
        <translation>Geben Sie die Adresse ein, die Validatoren nutzen sollen.</translation>
    </message>
    <message>
        <source>A port is a number from 1 to 65535.</source>
        <translation>Ein Port ist eine Zahl von 1 bis 65535.</translation>
    </message>
    <message>
        <source>Without a verdict nothing is started.</source>
        <translation>Ohne ein Urteil wird nichts gestartet.</translation>
    </message>
    <message>
        <source>The chain and this machine are being looked at.</source>
        <translation>Die Chain und dieser Rechner werden angesehen.</translation>
    </message>
    <message>
        <source>Nothing is started here: the verdict is bad. Choose something else above.</source>
        <translation>Hier wird nichts gestartet: Das Urteil ist schlecht. Wählen Sie oben etwas anderes.</translation>
    </message>
    <message>
        <source>Type the most that the registration may cost.</source>
        <translation>Geben Sie ein, was die Registrierung höchstens kosten darf.</translation>
    </message>
    <message>
        <source>The registration costs more than your limit now.</source>
        <translation>Die Registrierung kostet jetzt mehr als Ihre Grenze.</translation>
    </message>
    <message>
        <source>Another start is on its way; one at a time.</source>
        <translation>Ein anderer Start ist unterwegs; einer nach dem anderen.</translation>
    </message>
    <message>
        <source>A practice wallet has no password. Use it on this network only, where money is worth nothing.</source>
        <translation>Eine Übungs-Wallet hat kein Passwort. Nutzen Sie sie nur in diesem Netz, wo Geld nichts wert ist.</translation>
    </message>
    <message>
        <source>Can this machine and this wallet earn here?</source>
        <translation>Können dieser Rechner und diese Wallet hier verdienen?</translation>
    </message>
    <message>
        <source>%1 blocks</source>
        <translation>%1 Blöcke</translation>
    </message>
    <message>
        <source>%1, about %2</source>
        <translation>%1, etwa %2</translation>
    </message>
    <message>
        <source>%1 of %2, %3 with an address</source>
        <translation>%1 von %2, %3 mit einer Adresse</translation>
    </message>
    <message>
        <source>Not known before the verdict.</source>
        <translation>Vor dem Urteil nicht bekannt.</translation>
    </message>
    <message>
        <source>This is not an amount: digits and one point, at most nine decimals.</source>
        <translation>Das ist kein Betrag: Ziffern und ein Punkt, höchstens neun Nachkommastellen.</translation>
    </message>
    <message>
        <source>The price is %1 now: with this limit nothing would be signed.</source>
        <translation>Der Preis ist jetzt %1: Mit dieser Grenze würde nichts signiert.</translation>
    </message>
    <message>
        <source>This is a development network: what the wallet lacks comes from an account that exists on such networks only.</source>
        <translation>Dies ist ein Entwicklungsnetz: Was der Wallet fehlt, kommt von einem Konto, das es nur in solchen Netzen gibt.</translation>
    </message>
    <message>
        <source>Paid from the wallet&apos;s free balance. The worker itself holds the hotkey only; it can never spend.</source>
        <translation>Bezahlt aus dem freien Guthaben der Wallet. Der Arbeiter selbst hält nur den Hotkey; er kann nie etwas ausgeben.</translation>
    </message>
    <message>
        <source>Register and start mining</source>
        <translation>Registrieren und schürfen</translation>
    </message>
    <message>
        <source>Register and start validating</source>
        <translation>Registrieren und validieren</translation>
    </message>
    <message>
        <source>The wallet is locked: registering needs its coldkey.</source>
        <translation>Die Wallet ist gesperrt: Registrieren braucht ihren Coldkey.</translation>
    </message>
    <message>
        <source>Choose a recipe</source>
        <translation>Rezept wählen</translation>
    </message>
    <message>
        <source>Recipes (*.json)</source>
        <translation>Rezepte (*.json)</translation>
    </message>
    <message>
        <source>A practice wallet without a password was made. Use it on this network only.</source>
        <translation>Eine Übungs-Wallet ohne Passwort wurde gemacht. Nutzen Sie sie nur in diesem Netz.</translation>
    </message>
    <message>
        <source>Unlocking…</source>
        <translation>Entsperrt…</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::TimeChart</name>
    <message>
        <source>Left and right keys move from point to point.</source>
        <translation>Die Tasten links und rechts gehen von Punkt zu Punkt.</translation>
    </message>
    <message>
        <source>1D</source>
        <translation>1T</translation>
    </message>
    <message>
        <source>1W</source>
        <translation>1W</translation>
    </message>
    <message>
        <source>1M</source>
        <translation>1M</translation>
    </message>
    <message>
        <source>1Y</source>
        <translation>1J</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>More about this chart</source>
        <translation>Mehr zu diesem Diagramm</translation>
    </message>
    <message>
        <source>Time (UTC)</source>
        <translation>Zeit (UTC)</translation>
    </message>
    <message>
        <source>Show as chart</source>
        <translation>Als Diagramm zeigen</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation>Zahlen kopieren</translation>
    </message>
    <message>
        <source>Save picture…</source>
        <translation>Bild speichern…</translation>
    </message>
    <message>
        <source>Save picture</source>
        <translation>Bild speichern</translation>
    </message>
    <message>
        <source>Save numbers…</source>
        <translation>Zahlen speichern…</translation>
    </message>
    <message>
        <source>Save numbers</source>
        <translation>Zahlen speichern</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::Track</name>
    <message>
        <source>Signed</source>
        <translation>Signiert</translation>
    </message>
    <message>
        <source>In pool</source>
        <translation>Im Pool</translation>
    </message>
    <message>
        <source>In block</source>
        <translation>Im Block</translation>
    </message>
    <message>
        <source>Executed</source>
        <translation>Ausgeführt</translation>
    </message>
    <message>
        <source>Final</source>
        <translation>Final</translation>
    </message>
    <message>
        <source>Proven</source>
        <translation>Bewiesen</translation>
    </message>
    <message>
        <source>Signed on this machine and handed to the node.</source>
        <translation>Auf diesem Rechner signiert und dem Knoten übergeben.</translation>
    </message>
    <message>
        <source>The node accepted it and waits for a block with room.</source>
        <translation>Der Knoten nahm es an und wartet auf einen Block mit Platz.</translation>
    </message>
    <message>
        <source>It stands in a block that can still be replaced.</source>
        <translation>Es steht in einem Block, der noch ersetzt werden kann.</translation>
    </message>
    <message>
        <source>The block&apos;s events say how it ended.</source>
        <translation>Die Ereignisse des Blocks sagen, wie es endete.</translation>
    </message>
    <message>
        <source>More than two thirds of the authorities finalised its block.</source>
        <translation>Mehr als zwei Drittel der Autoritäten haben seinen Block finalisiert.</translation>
    </message>
    <message>
        <source>Its outcome was read with a storage proof against the final block.</source>
        <translation>Sein Ausgang wurde mit einem Speicherbeweis gegen den finalen Block gelesen.</translation>
    </message>
    <message>
        <source>Step %1 of 6: %2</source>
        <translation type="vanished">Schritt %1 von 6: %2</translation>
    </message>
    <message>
        <source>Step %1 of %2: %3</source>
        <translation>Schritt %1 von %2: %3</translation>
    </message>
    <message>
        <source>%1, failed</source>
        <translation>%1, fehlgeschlagen</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::TrackPage</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1: on its way</source>
        <translation>%1: unterwegs</translation>
    </message>
    <message>
        <source>%1: done and proven</source>
        <translation>%1: fertig und bewiesen</translation>
    </message>
    <message>
        <source>%1: done</source>
        <translation>%1: fertig</translation>
    </message>
    <message>
        <source>%1: failed</source>
        <translation>%1: fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1: lapsed</source>
        <translation>%1: verfallen</translation>
    </message>
    <message>
        <source>It was not taken into a block in time and can no longer be. Nothing was spent; review it again with fresh numbers.</source>
        <translation>Es kam nicht rechtzeitig in einen Block und kann es nun nicht mehr. Nichts wurde ausgegeben; prüfen Sie es noch einmal mit frischen Zahlen.</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Erhalten</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Gegeben</translation>
    </message>
    <message>
        <source>TAO moved</source>
        <translation>Bewegte TAO</translation>
    </message>
    <message>
        <source>Fee paid</source>
        <translation>Gezahlte Gebühr</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Block</translation>
    </message>
    <message>
        <source>%1, place %2</source>
        <translation>%1, Platz %2</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>Transaktion</translation>
    </message>
    <message>
        <source>The chain&apos;s name for it</source>
        <translation>Wie die Chain es nennt</translation>
    </message>
    <message>
        <source>These facts are</source>
        <translation>Diese Angaben sind</translation>
    </message>
    <message>
        <source>%1 so far. Closing this stops nothing: it goes on, and Overview lists how it ended.</source>
        <translation>Bisher %1. Schließen hält nichts auf: Es geht weiter, und der Überblick zeigt, wie es endete.</translation>
    </message>
    <message>
        <source>Took %1.</source>
        <translation>Dauerte %1.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::Tray</name>
    <message>
        <source>Show Taodeck</source>
        <translation>Taodeck zeigen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>No worker</source>
        <translation>Kein Arbeiter</translation>
    </message>
    <message>
        <source>%1 of %2 workers run</source>
        <translation>%1 von %2 Arbeitern laufen</translation>
    </message>
    <message numerus="yes">
        <source>%1; %n need(s) you</source>
        <translation>
            <numerusform>%1; %n braucht Sie</numerusform>
            <numerusform>%1; %n brauchen Sie</numerusform>
        </translation>
    </message>
    <message>
        <source>Taodeck: %1</source>
        <translation>Taodeck: %1</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::TrustPill</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Press to see the proof.</source>
        <translation>Drücken, um den Beweis zu sehen.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::UnlockSheet</name>
    <message>
        <source>Unlock %1</source>
        <translation>%1 entsperren</translation>
    </message>
    <message>
        <source>The key is decrypted into locked memory of this program and wiped when the wallet locks.</source>
        <translation>Der Schlüssel wird in gesperrten Speicher dieses Programms entschlüsselt und beim Sperren der Wallet gelöscht.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Unlocking…</source>
        <translation>Entsperrt…</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::UnstakeForm</name>
    <message>
        <source>Unstake</source>
        <translation>Stake lösen</translation>
    </message>
    <message>
        <source>Amount in %1</source>
        <translation>Betrag in %1</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Staked: %1, which returns about %2 now</source>
        <translation>Gestakt: %1, das bringt jetzt etwa %2</translation>
    </message>
    <message>
        <source>Only %1 are staked here.</source>
        <translation>Hier sind nur %1 gestakt.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ValidatorsModel</name>
    <message>
        <source>Validator</source>
        <translation>Validator</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Abzug</translation>
    </message>
    <message>
        <source>Part of the dividends that the validator keeps.</source>
        <translation>Teil der Dividenden, den der Validator behält.</translation>
    </message>
    <message>
        <source>Est. yearly</source>
        <translation>Jahr (gesch.)</translation>
    </message>
    <message>
        <source>The last epoch&apos;s dividends carried on for a year, after take. An estimate, not a promise.</source>
        <translation>Die Dividenden der letzten Epoche ein Jahr lang fortgeführt, nach Abzug. Eine Schätzung, kein Versprechen.</translation>
    </message>
    <message>
        <source>There was no epoch yet to estimate from.</source>
        <translation>Es gab noch keine Epoche für eine Schätzung.</translation>
    </message>
    <message>
        <source>Stake here</source>
        <translation>Stake hier</translation>
    </message>
    <message>
        <source>All alpha behind this validator on the subnet.</source>
        <translation>Alles Alpha hinter diesem Validator auf dem Subnetz.</translation>
    </message>
    <message>
        <source>Root stake</source>
        <translation>Root-Stake</translation>
    </message>
    <message>
        <source>Nominators</source>
        <translation>Nominatoren</translation>
    </message>
    <message>
        <source>Dividends</source>
        <translation>Dividenden</translation>
    </message>
    <message>
        <source>Part of the subnet&apos;s dividends in the last epoch.</source>
        <translation>Anteil an den Dividenden des Subnetzes in der letzten Epoche.</translation>
    </message>
    <message>
        <source>vtrust</source>
        <translation>vtrust</translation>
    </message>
    <message>
        <source>How far its weights agree with the consensus, 0 to 1.</source>
        <translation>Wie weit seine Gewichte mit dem Konsens übereinstimmen, 0 bis 1.</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Blocks since it last set weights.</source>
        <translation>Blöcke, seit er zuletzt Gewichte setzte.</translation>
    </message>
    <message>
        <source>%1 blk</source>
        <translation>%1 Bl.</translation>
    </message>
    <message>
        <source>It has stopped setting weights: its dividends will end.</source>
        <translation>Er setzt keine Gewichte mehr: Seine Dividenden werden enden.</translation>
    </message>
    <message>
        <source>Permit</source>
        <translation>Erlaubnis</translation>
    </message>
    <message>
        <source>Whether its weights count on this subnet.</source>
        <translation>Ob seine Gewichte auf diesem Subnetz zählen.</translation>
    </message>
    <message>
        <source>Validates</source>
        <translation>Validiert</translation>
    </message>
    <message>
        <source>No permit</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>UID</source>
        <translation>UID</translation>
    </message>
    <message>
        <source>over %1</source>
        <translation>über %1</translation>
    </message>
    <message>
        <source>Blocks are fast and stakes are small on a chain like this one, so a year carried on from one epoch says little.</source>
        <translation>Auf einer Chain wie dieser sind Blöcke schnell und Stakes klein; ein aus einer Epoche fortgeführtes Jahr sagt wenig.</translation>
    </message>
    <message>
        <source>The list is too long to prove in one answer.</source>
        <translation>Die Liste ist zu lang, um sie in einer Antwort zu beweisen.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::VerdictView</name>
    <message>
        <source>Checking</source>
        <translation>Prüft</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Verdict: %1</source>
        <translation>Urteil: %1</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WalletChooser</name>
    <message>
        <source>Wallet</source>
        <translation>Wallet</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WalletScreen</name>
    <message>
        <source>Wallet</source>
        <translation>Wallet</translation>
    </message>
    <message>
        <source>Add a wallet</source>
        <translation>Wallet hinzufügen</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>Konten</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Hotkeys</source>
        <translation>Hotkeys</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Receive</source>
        <translation>Empfangen</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Entsperren</translation>
    </message>
    <message>
        <source>Recovery phrase</source>
        <translation>Wiederherstellungsphrase</translation>
    </message>
    <message>
        <source>Change password</source>
        <translation>Passwort ändern</translation>
    </message>
    <message>
        <source>Address book</source>
        <translation>Adressbuch</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove the chosen address</source>
        <translation>Gewählte Adresse entfernen</translation>
    </message>
    <message>
        <source>The wallets cannot be read</source>
        <translation>Die Wallets sind nicht lesbar</translation>
    </message>
    <message>
        <source>Reading the wallet folder</source>
        <translation>Liest den Wallet-Ordner</translation>
    </message>
    <message>
        <source>No wallet yet</source>
        <translation>Noch keine Wallet</translation>
    </message>
    <message>
        <source>Create one, import one, or watch an address.</source>
        <translation>Legen Sie eine an, lesen Sie eine ein oder beobachten Sie eine Adresse.</translation>
    </message>
    <message>
        <source>Watch only: the key is not on this machine</source>
        <translation>Nur beobachtet: Der Schlüssel liegt nicht auf diesem Rechner</translation>
    </message>
    <message>
        <source>Development key: known to everybody, refused on live networks</source>
        <translation>Entwicklungsschlüssel: allen bekannt, auf echten Netzwerken abgelehnt</translation>
    </message>
    <message>
        <source>On this machine, without a password</source>
        <translation>Auf diesem Rechner, ohne Passwort</translation>
    </message>
    <message>
        <source>On this machine, unlocked</source>
        <translation>Auf diesem Rechner, entsperrt</translation>
    </message>
    <message>
        <source>On this machine, locked</source>
        <translation>Auf diesem Rechner, gesperrt</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>The address book cannot be read</source>
        <translation>Das Adressbuch ist nicht lesbar</translation>
    </message>
    <message>
        <source>No addresses yet</source>
        <translation>Noch keine Adressen</translation>
    </message>
    <message>
        <source>Saved recipients are offered when you send, and look-alikes are noticed.</source>
        <translation>Gespeicherte Empfänger werden beim Senden angeboten, und Doppelgänger fallen auf.</translation>
    </message>
    <message>
        <source>Add an address</source>
        <translation>Adresse hinzufügen</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WalletsModel</name>
    <message>
        <source>The node did not answer.</source>
        <translation>Der Knoten hat nicht geantwortet.</translation>
    </message>
    <message>
        <source>Being read from the chain.</source>
        <translation>Wird von der Chain gelesen.</translation>
    </message>
    <message>
        <source>Wallet</source>
        <translation>Wallet</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Watch only</source>
        <translation>Beobachtet</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>Entwicklung</translation>
    </message>
    <message>
        <source>No password</source>
        <translation>Ohne Passwort</translation>
    </message>
    <message>
        <source>Unlocked</source>
        <translation>Entsperrt</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Gesperrt</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>Can be sent or staked now.</source>
        <translation>Kann jetzt gesendet oder gestakt werden.</translation>
    </message>
    <message>
        <source>Staked</source>
        <translation>Gestakt</translation>
    </message>
    <message>
        <source>All positions at the marginal price.</source>
        <translation>Alle Positionen zum Grenzpreis.</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Hotkeys</source>
        <translation>Hotkeys</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>How far the balance can be trusted.</source>
        <translation>Wie weit dem Guthaben zu trauen ist.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WaterfallModel</name>
    <message>
        <source>Validator</source>
        <translation>Validator</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Since the epoch before, by our own log; then how many were answered.</source>
        <translation>Seit der Epoche davor, nach unserem eigenen Protokoll; dann, wie viele beantwortet wurden.</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>What it gave us, of all its weights: its score of our answers.</source>
        <translation>Was er uns gab, von allen seinen Gewichten: seine Wertung unserer Antworten.</translation>
    </message>
    <message>
        <source>Clipped to</source>
        <translation>Gekappt auf</translation>
    </message>
    <message>
        <source>The weight after the majority&apos;s word: nobody counts for more than consensus.</source>
        <translation>Das Gewicht nach dem Wort der Mehrheit: Niemand zählt mehr als der Konsens.</translation>
    </message>
    <message>
        <source>Stake share</source>
        <translation>Anteil am Einsatz</translation>
    </message>
    <message>
        <source>Of the active validators&apos; stake.</source>
        <translation>Am Einsatz der aktiven Validatoren.</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Its part of the payout.</source>
        <translation>Sein Teil der Auszahlung.</translation>
    </message>
    <message>
        <source>TAO</source>
        <translation>TAO</translation>
    </message>
    <message>
        <source>At that block&apos;s price.</source>
        <translation>Zum Preis dieses Blocks.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WaterfallView</name>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Parts of the payout by validator</source>
        <translation>Teile der Auszahlung nach Validator</translation>
    </message>
    <message>
        <source>The payouts cannot be read</source>
        <translation>Die Auszahlungen lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Wieder versuchen</translation>
    </message>
    <message>
        <source>Reading the payouts</source>
        <translation>Liest die Auszahlungen</translation>
    </message>
    <message>
        <source>No payout yet</source>
        <translation>Noch keine Auszahlung</translation>
    </message>
    <message>
        <source>The first epoch after the first weights pays; then every part of it stands here.</source>
        <translation>Die erste Epoche nach den ersten Gewichten zahlt; dann steht hier jeder Teil davon.</translation>
    </message>
    <message>
        <source>Block %1, %2 UTC: %3</source>
        <translation>Block %1, %2 UTC: %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>From validators since the epoch before, by our own log.</source>
        <translation>Von Validatoren seit der Epoche davor, nach unserem eigenen Protokoll.</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>What could be scored.</source>
        <translation>Was gewertet werden konnte.</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>The validators&apos; scores, as weights: their mean by stake.</source>
        <translation>Die Wertungen der Validatoren als Gewichte: ihr Mittel nach Einsatz.</translation>
    </message>
    <message>
        <source>Clipped to</source>
        <translation>Gekappt auf</translation>
    </message>
    <message>
        <source>Consensus is %1: a weight above it counts as that.</source>
        <translation>Der Konsens ist %1: Ein Gewicht darüber zählt als dieser.</translation>
    </message>
    <message>
        <source>Incentive</source>
        <translation>Anreiz</translation>
    </message>
    <message>
        <source>Its part of all miners&apos; pay in this epoch.</source>
        <translation>Sein Teil am Lohn aller Miner in dieser Epoche.</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Bezahlt</translation>
    </message>
    <message>
        <source>Added to the hotkey&apos;s stake in block %1.</source>
        <translation>In Block %1 dem Einsatz des Hotkeys gutgeschrieben.</translation>
    </message>
    <message>
        <source>In TAO</source>
        <translation>In TAO</translation>
    </message>
    <message>
        <source>At %1 per alpha, the price of that block.</source>
        <translation>Zu %1 je Alpha, dem Preis dieses Blocks.</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>%1 since the epoch before.</source>
        <translation>%1 seit der Epoche davor.</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>Netto</translation>
    </message>
    <message>
        <source>A loss: the energy cost more than it earned.</source>
        <translation>Ein Verlust: Die Energie kostete mehr, als er verdiente.</translation>
    </message>
    <message>
        <source>What is left.</source>
        <translation>Was übrig bleibt.</translation>
    </message>
    <message>
        <source>Unknown: watts and the price of energy are not set.</source>
        <translation>Unbekannt: Watt und Energiepreis sind nicht angegeben.</translation>
    </message>
    <message>
        <source>The parts add up to %1, exactly what the chain paid.</source>
        <translation>Die Teile ergeben zusammen %1, genau was die Chain bezahlt hat.</translation>
    </message>
    <message>
        <source>The parts add up to %1, but the chain paid %2: this log has a gap.</source>
        <translation>Die Teile ergeben zusammen %1, aber die Chain hat %2 bezahlt: Dieses Protokoll hat eine Lücke.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WorkerPage</name>
    <message>
        <source>Why the last epochs paid what they paid</source>
        <translation>Warum die letzten Epochen so viel bezahlt haben</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>All workers</source>
        <translation>Alle Arbeiter</translation>
    </message>
    <message>
        <source>Register again…</source>
        <translation>Neu registrieren…</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>Einstellungen…</translation>
    </message>
    <message>
        <source>Remove this worker</source>
        <translation>Diesen Arbeiter entfernen</translation>
    </message>
    <message>
        <source>Earned</source>
        <translation>Verdient</translation>
    </message>
    <message>
        <source>Counted from blocks since the worker was made. TAO at the price of each payout&apos;s block.</source>
        <translation>Aus Blöcken gezählt, seit der Arbeiter gemacht wurde. TAO zum Preis des Blocks jeder Auszahlung.</translation>
    </message>
    <message>
        <source>In the last 24 hours</source>
        <translation>In den letzten 24 Stunden</translation>
    </message>
    <message>
        <source>Rate: the last epoch paid</source>
        <translation>Rate: Die letzte Epoche zahlte</translation>
    </message>
    <message>
        <source>One epoch&apos;s pay. It says nothing about the next one.</source>
        <translation>Der Lohn einer Epoche. Er sagt nichts über die nächste.</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>What it drew, at the price that you set.</source>
        <translation>Was er verbraucht hat, zu dem Preis, den Sie angegeben haben.</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>Netto</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>By what the last epoch paid; 1 is paid best.</source>
        <translation>Nach dem, was die letzte Epoche zahlte; 1 wird am besten bezahlt.</translation>
    </message>
    <message>
        <source>Incentive</source>
        <translation>Anreiz</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>How far it is from losing its place: immunity left, or places above the last one.</source>
        <translation>Wie weit er davon entfernt ist, seinen Platz zu verlieren: verbleibender Schutz oder Plätze über dem letzten.</translation>
    </message>
    <message>
        <source>Requests 24 h</source>
        <translation>Anfragen 24 h</translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Earned, added up</source>
        <translation>Verdient, zusammengezählt</translation>
    </message>
    <message>
        <source>Incentive and consensus</source>
        <translation>Anreiz und Konsens</translation>
    </message>
    <message>
        <source>Rank, 1 is best</source>
        <translation>Rang, 1 ist der beste</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Answers at</source>
        <translation>Antwortet mit</translation>
    </message>
    <message>
        <source>Works on</source>
        <translation>Arbeitet auf</translation>
    </message>
    <message>
        <source>Memory free</source>
        <translation>Freier Speicher</translation>
    </message>
    <message>
        <source>Processor in use</source>
        <translation>Prozessor ausgelastet</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>Abschirmung</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Hotkey</source>
        <translation>Hotkey</translation>
    </message>
    <message>
        <source>Listens on</source>
        <translation>Lauscht auf</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Was er sagt</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Next try in %1.</source>
        <translation>Nächster Versuch in %1.</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Its watts and the price of energy are not set; see its settings.</source>
        <translation>Seine Watt und der Energiepreis sind nicht angegeben; siehe seine Einstellungen.</translation>
    </message>
    <message>
        <source>Trust by others</source>
        <translation>Vertrauen anderer</translation>
    </message>
    <message>
        <source>Mean of the validators&apos; weights for it.</source>
        <translation>Mittel der Gewichte, die die Validatoren ihm geben.</translation>
    </message>
    <message>
        <source>How far the other validators&apos; stake agrees with its weights.</source>
        <translation>Wie weit der Einsatz der anderen Validatoren seinen Gewichten zustimmt.</translation>
    </message>
    <message>
        <source>Dividends</source>
        <translation>Dividenden</translation>
    </message>
    <message>
        <source>Of all that the subnet paid in its last epoch.</source>
        <translation>Von allem, was das Subnetz in seiner letzten Epoche zahlte.</translation>
    </message>
    <message>
        <source>By what the last epoch paid.</source>
        <translation>Nach dem, was die letzte Epoche zahlte.</translation>
    </message>
    <message>
        <source>%1 answered, %2 refused</source>
        <translation>%1 beantwortet, %2 abgelehnt</translation>
    </message>
    <message>
        <source>Since its process came up last.</source>
        <translation>Seit sein Prozess zuletzt hochfuhr.</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>Er läuft nicht.</translation>
    </message>
    <message>
        <source>The epochs cannot be read</source>
        <translation>Die Epochen lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Wieder versuchen</translation>
    </message>
    <message>
        <source>Reading the epochs</source>
        <translation>Liest die Epochen</translation>
    </message>
    <message>
        <source>No epoch yet</source>
        <translation>Noch keine Epoche</translation>
    </message>
    <message>
        <source>The line starts with the first epoch after its registration.</source>
        <translation>Die Linie beginnt mit der ersten Epoche nach seiner Registrierung.</translation>
    </message>
    <message>
        <source>The payouts cannot be read</source>
        <translation>Die Auszahlungen lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Reading the payouts</source>
        <translation>Liest die Auszahlungen</translation>
    </message>
    <message>
        <source>Nothing earned yet</source>
        <translation>Noch nichts verdient</translation>
    </message>
    <message>
        <source>The line starts with the first payout.</source>
        <translation>Die Linie beginnt mit der ersten Auszahlung.</translation>
    </message>
    <message>
        <source>The requests cannot be read</source>
        <translation>Die Anfragen lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>Reading the requests</source>
        <translation>Liest die Anfragen</translation>
    </message>
    <message>
        <source>No request yet</source>
        <translation>Noch keine Anfrage</translation>
    </message>
    <message>
        <source>Validators ask when they have seen its address on the chain.</source>
        <translation>Validatoren fragen, wenn sie seine Adresse auf der Chain gesehen haben.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Being measured.</source>
        <translation>Wird gemessen.</translation>
    </message>
    <message>
        <source>On battery</source>
        <translation>Auf Batterie</translation>
    </message>
    <message>
        <source>Plugged in</source>
        <translation>Am Netz</translation>
    </message>
    <message>
        <source>This system does not say.</source>
        <translation>Dieses System sagt es nicht.</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 Tokens/s</translation>
    </message>
    <message>
        <source>Over the answered requests below: tokens of the answers by the time they took.</source>
        <translation>Über die beantworteten Anfragen unten: Tokens der Antworten durch ihre Dauer.</translation>
    </message>
    <message>
        <source>Nothing was answered yet.</source>
        <translation>Noch nichts beantwortet.</translation>
    </message>
    <message>
        <source>No GPU is used: %1</source>
        <translation>Keine GPU wird benutzt: %1</translation>
    </message>
    <message>
        <source>none was found.</source>
        <translation>Es wurde keine gefunden.</translation>
    </message>
    <message>
        <source>The driver does not say.</source>
        <translation>Der Treiber sagt es nicht.</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Its memory in use</source>
        <translation>Ihr belegter Speicher</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Draws</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>Kein Modell ist geladen.</translation>
    </message>
    <message>
        <source>Confined</source>
        <translation>Abgeschirmt</translation>
    </message>
    <message>
        <source>Not confined</source>
        <translation>Nicht abgeschirmt</translation>
    </message>
    <message>
        <source>port %1</source>
        <translation>Port %1</translation>
    </message>
    <message>
        <source>Chosen when it starts.</source>
        <translation>Wird gewählt, wenn er startet.</translation>
    </message>
    <message>
        <source>The log cannot be read</source>
        <translation>Das Protokoll lässt sich nicht lesen</translation>
    </message>
    <message>
        <source>Reading the log</source>
        <translation>Liest das Protokoll</translation>
    </message>
    <message>
        <source>Nothing said yet</source>
        <translation>Noch nichts gesagt</translation>
    </message>
    <message>
        <source>It writes here what it does and why.</source>
        <translation>Er schreibt hier, was er tut und warum.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WorkerSettingsSheet</name>
    <message>
        <source>Settings of %1</source>
        <translation>Einstellungen von %1</translation>
    </message>
    <message>
        <source>When it rests</source>
        <translation>Wann er ruht</translation>
    </message>
    <message>
        <source>Rest while the machine runs on its battery</source>
        <translation>Ruhen, während der Rechner auf Batterie läuft</translation>
    </message>
    <message>
        <source>Rest while other programs keep the machine busy</source>
        <translation>Ruhen, während andere Programme den Rechner auslasten</translation>
    </message>
    <message>
        <source>Work only between these times</source>
        <translation>Nur zwischen diesen Zeiten arbeiten</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>A resting worker answers nobody: validators give it less while it rests. Times are this machine&apos;s; they may pass midnight.</source>
        <translation>Ein ruhender Arbeiter antwortet niemandem: Validatoren geben ihm weniger, solange er ruht. Die Zeiten sind die dieses Rechners; sie dürfen über Mitternacht gehen.</translation>
    </message>
    <message>
        <source>Start it with Taodeck</source>
        <translation>Mit Taodeck starten</translation>
    </message>
    <message>
        <source>Use the GPU where there is one</source>
        <translation>Die GPU nutzen, wo es eine gibt</translation>
    </message>
    <message>
        <source>What energy costs</source>
        <translation>Was Energie kostet</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Watts that the machine draws more while it works</source>
        <translation>Watt, die der Rechner mehr verbraucht, während er arbeitet</translation>
    </message>
    <message>
        <source>Empty: energy is not counted, and net stays unknown.</source>
        <translation>Leer: Energie wird nicht gezählt, und netto bleibt unbekannt.</translation>
    </message>
    <message>
        <source>Price of a kilowatt-hour (τ)</source>
        <translation>Preis einer Kilowattstunde (τ)</translation>
    </message>
    <message>
        <source>In TAO: what you pay for one, at the price of a TAO today.</source>
        <translation>In TAO: was Sie für eine bezahlen, zum heutigen Preis eines TAO.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>A number from 0 to 100000, such as 180.</source>
        <translation>Eine Zahl von 0 bis 100000, etwa 180.</translation>
    </message>
    <message>
        <source>An amount of TAO, such as 0.0006.</source>
        <translation>Ein Betrag in TAO, etwa 0.0006.</translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WorkersModel</name>
    <message>
        <source>Mean of the validators&apos; weights for it.</source>
        <translation>Mittel der Gewichte, die die Validatoren ihm geben.</translation>
    </message>
    <message>
        <source>Its trust: how far the other validators&apos; stake agrees with its weights.</source>
        <translation>Sein Vertrauen: wie weit der Einsatz der anderen Validatoren seinen Gewichten zustimmt.</translation>
    </message>
    <message>
        <source>1 is paid best.</source>
        <translation>1 wird am besten bezahlt.</translation>
    </message>
    <message>
        <source>Its watts and the price of energy are not set; see its settings.</source>
        <translation>Seine Watt und der Energiepreis sind nicht angegeben; siehe seine Einstellungen.</translation>
    </message>
    <message>
        <source>Unknown without the cost of energy; see its settings.</source>
        <translation>Unbekannt ohne die Kosten der Energie; siehe seine Einstellungen.</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>Er läuft nicht.</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Arbeiter</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1
%2
Hotkey %3</source>
        <translation>%1
%2
Hotkey %3</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Requests in the last 24 hours: received by a miner, asked by a validator.</source>
        <translation>Anfragen der letzten 24 Stunden: von einem Miner erhalten, von einem Validator gestellt.</translation>
    </message>
    <message>
        <source>%1 answered, %2 refused</source>
        <translation>%1 beantwortet, %2 abgelehnt</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wertung</translation>
    </message>
    <message>
        <source>A miner&apos;s: mean of the validators&apos; weights. A validator&apos;s: its trust.</source>
        <translation>Eines Miners: Mittel der Gewichte der Validatoren. Eines Validators: sein Vertrauen.</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>By what the last epoch paid.</source>
        <translation>Nach dem, was die letzte Epoche zahlte.</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>Abstand</translation>
    </message>
    <message>
        <source>How far it is from losing its place: immunity left, or places above the last one.</source>
        <translation>Wie weit er davon entfernt ist, seinen Platz zu verlieren: verbleibender Schutz oder Plätze über dem letzten.</translation>
    </message>
    <message>
        <source>Alpha</source>
        <translation>Alpha</translation>
    </message>
    <message>
        <source>Earned: counted from blocks since the worker was made.</source>
        <translation>Verdient: aus Blöcken gezählt, seit der Arbeiter gemacht wurde.</translation>
    </message>
    <message>
        <source>TAO</source>
        <translation>TAO</translation>
    </message>
    <message>
        <source>Earned: the alpha at the price of each payout&apos;s block.</source>
        <translation>Verdient: das Alpha zum Preis des Blocks jeder Auszahlung.</translation>
    </message>
    <message>
        <source>Energy</source>
        <translation>Energie</translation>
    </message>
    <message>
        <source>Cost of what it drew.</source>
        <translation>Kosten dessen, was er verbraucht hat.</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>Netto</translation>
    </message>
    <message>
        <source>Earned TAO without the cost of energy.</source>
        <translation>Verdiente TAO ohne die Kosten der Energie.</translation>
    </message>
    <message>
        <source>Uptime</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Immune %1</source>
        <translation>Geschützt %1</translation>
    </message>
    <message numerus="yes">
        <source>It cannot be replaced for %n more block(s).</source>
        <translation>
            <numerusform>Er kann für %n weiteren Block nicht ersetzt werden.</numerusform>
            <numerusform>Er kann für %n weitere Blöcke nicht ersetzt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Next to go</source>
        <translation>Als nächster</translation>
    </message>
    <message>
        <source>It is paid least and no longer immune: the next registration takes its place.</source>
        <translation>Er wird am schlechtesten bezahlt und ist nicht mehr geschützt: Die nächste Registrierung nimmt seinen Platz.</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n Platz</numerusform>
            <numerusform>%n Plätze</numerusform>
        </translation>
    </message>
    <message>
        <source>So many neurons are paid less and would be replaced before it.</source>
        <translation>So viele Neuronen werden schlechter bezahlt und würden vor ihm ersetzt.</translation>
    </message>
    <message>
        <source>The chain has not been asked yet.</source>
        <translation>Die Chain wurde noch nicht gefragt.</translation>
    </message>
    <message>
        <source>Its hotkey has no place on the subnet.</source>
        <translation>Sein Hotkey hat keinen Platz im Subnetz.</translation>
    </message>
    <message>
        <source>There was no epoch since it was registered.</source>
        <translation>Seit seiner Registrierung gab es keine Epoche.</translation>
    </message>
</context>
</TS>
