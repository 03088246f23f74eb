# 一人の患者のTMSの記録
tms-sessions-lead = 分からない項目は空欄にしてください。この画面に出るのはTMSの記録だけで、ほかの記録は見えません。
tms-sessions-saved = 記録を保存しました。下の一覧にあります。
tms-sessions-list = これまでのTMS
tms-sessions-empty = TMSの記録はありません。
