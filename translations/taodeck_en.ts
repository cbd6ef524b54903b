<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>taodeck::ui::FirstRun</name>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taodeck::ui::MainWindow</name>
    <message numerus="yes">
        <source>%1 copied. The clipboard is cleared in %n second(s).</source>
        <translation>
            <numerusform>%1 copied. The clipboard is cleared in %n second.</numerusform>
            <numerusform>%1 copied. The clipboard is cleared in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taodeck::ui::MineScreen</name>
    <message numerus="yes">
        <source>Watts or the price of energy are not set for %n worker(s).</source>
        <translation>
            <numerusform>Watts or the price of energy are not set for %n worker.</numerusform>
            <numerusform>Watts or the price of energy are not set for %n workers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taodeck::ui::OverviewScreen</name>
    <message numerus="yes">
        <source>%n answer(s) refused</source>
        <translation>
            <numerusform>%n answer refused</numerusform>
            <numerusform>%n answers refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) stopped working</source>
        <translation>
            <numerusform>%n worker stopped working</numerusform>
            <numerusform>%n workers stopped working</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ProofPanel</name>
    <message numerus="yes">
        <source>%1 bytes in %n node(s)</source>
        <translation>
            <numerusform>%1 bytes in %n node</numerusform>
            <numerusform>%1 bytes in %n nodes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taodeck::ui::ReviewPage</name>
    <message numerus="yes">
        <source>at block %1, in %n block(s)</source>
        <translation>
            <numerusform>at block %1, in %n block</numerusform>
            <numerusform>at block %1, in %n blocks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taodeck::ui::SettingsScreen</name>
    <message numerus="yes">
        <source>After %n minute(s)</source>
        <translation>
            <numerusform>After %n minute</numerusform>
            <numerusform>After %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What is copied leaves the clipboard after %n second(s); a pasted secret leaves it at once.</source>
        <translation>
            <numerusform>What is copied leaves the clipboard after %n second; a pasted secret leaves it at once.</numerusform>
            <numerusform>What is copied leaves the clipboard after %n seconds; a pasted secret leaves it at once.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open socket(s)</source>
        <translation>
            <numerusform>%n open socket</numerusform>
            <numerusform>%n open sockets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taodeck::ui::Tray</name>
    <message numerus="yes">
        <source>%1; %n need(s) you</source>
        <translation>
            <numerusform>%1; %n needs you</numerusform>
            <numerusform>%1; %n need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>taodeck::ui::WorkersModel</name>
    <message numerus="yes">
        <source>It cannot be replaced for %n more block(s).</source>
        <translation>
            <numerusform>It cannot be replaced for %n more block.</numerusform>
            <numerusform>It cannot be replaced for %n more blocks.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s)</source>
        <translation>
            <numerusform>%n place</numerusform>
            <numerusform>%n places</numerusform>
        </translation>
    </message>
</context>
</TS>
